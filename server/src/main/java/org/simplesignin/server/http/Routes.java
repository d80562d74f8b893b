package org.simplesignin.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.PathTable;
import org.simplesignin.http.PathTable.Found;
import org.simplesignin.http.PeerGoneException;
import org.simplesignin.http.Site;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.keys.CustomerGoneException;
import org.simplesignin.server.storage.StorageException;

/// The table of routes, and the one place where an error becomes an answer: a refusal its problem document or page, a
/// busy store 503, and whatever is unknown a bland 500, logged once under the request id.
///
/// Every answer carries `Request-Id` and headers that keep a browser from storing it, guessing its type or framing it.
/// Filled before the server starts, read-only afterwards.
public final class Routes implements Site {
    private static final System.Logger LOG = System.getLogger(Routes.class.getName());
    private static final int REQUEST_ID_BYTES = 8;
    private static final int UNAUTHORIZED = 401;
    private static final String CHALLENGE = "DPoP algs=\"ES256\"";

    private final Map<String, Route> byPath = new LinkedHashMap<>();
    private final PathTable<Route> paths = new PathTable<>();
    private final MeterRegistry meters;
    private final RandomGenerator random;
    private final boolean behindProxy;
    private Endpoint nowhere = call -> {
        throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such route");
    };

    /// What stands at a path.
    private record Route(String path, Map<String, Endpoint> byMethod) {
        static final Route NONE = new Route("unknown", Map.of());
        static final Route REFUSED = new Route("refused", Map.of());
    }

    /// Makes an empty table; request times go to `meters`, labelled by route, never by path.
    ///
    /// @param behindProxy whether every connection comes from the operator's own proxy, which tells the address of
    ///     its peer at the end of `X-Forwarded-For`
    public Routes(MeterRegistry meters, RandomGenerator random, boolean behindProxy) {
        this.meters = meters;
        this.random = random;
        this.behindProxy = behindProxy;
    }

    /// Adds a route. `{name}` in the path is a parameter: one segment that is not empty.
    public void add(String method, String path, Endpoint endpoint) {
        Route route = byPath.computeIfAbsent(path, p -> {
            Route added = new Route(p, new TreeMap<>());
            paths.add(p, added);
            return added;
        });
        if (route.byMethod().put(method, endpoint) != null) {
            throw new IllegalStateException("The route " + method + " " + path + " is there already");
        }
    }

    /// Sets what answers where no route is.
    public void nowhere(Endpoint endpoint) {
        nowhere = endpoint;
    }

    /// Returns the table as `METHOD /path`, in order of the paths.
    public List<String> table() {
        return byPath.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(path ->
                        path.getValue().byMethod().keySet().stream().map(method -> method + " " + path.getKey()))
                .toList();
    }

    @Override
    public void answer(Exchange exchange) {
        Optional<Found<Route>> found = paths.find(exchange.path());
        Route route = found.map(Found::entry).orElse(Route.NONE);
        Map<String, String> parameters = found.map(Found::parameters).orElse(Map.of());
        Call call = new Call(exchange, exchange.path(), parameters, requestId(), behindProxy);
        serve(route, endpoint(route.byMethod(), call), call, exchange);
    }

    @Override
    public void refuse(Exchange exchange, int status) {
        Call call = new Call(exchange, "", Map.of(), requestId(), behindProxy);
        Endpoint refusing = new Endpoint() {
            @Override
            public Answer answer(Call refused) {
                throw RefusedException.early(status);
            }

            @Override
            public Answer refusal(Call refused, ProblemCode code, String detail) {
                return nowhere.refusal(refused, code, detail);
            }
        };
        serve(Route.REFUSED, refusing, call, exchange);
    }

    private void serve(Route route, Endpoint endpoint, Call call, Exchange exchange) {
        Timer.Sample sample = Timer.start(meters);
        Answer answer = answer(route.path(), endpoint, call);
        sample.stop(Timer.builder("simple_sign_in_http_requests")
                .description("Requests by route")
                // A method that no route knows is the caller's word: it would make a label without bound.
                .tag("method", route.byMethod().containsKey(call.method()) ? call.method() : "other")
                .tag("route", route.path())
                .tag("status", Integer.toString(answer.status()))
                .register(meters));
        send(call, answer, exchange);
    }

    private Answer answer(String route, Endpoint endpoint, Call call) {
        try {
            return endpoint.answer(call);
        } catch (RefusedException e) {
            call.answerRetryAfter(e);
            // A body that never ends is refused as it would be before any route: a page for browsers, whoever was
            // asked.
            Endpoint refusing = e.code() == ProblemCode.PAYLOAD_TOO_LARGE ? nowhere : endpoint;
            return refusing.refusal(call, e.code(), e.detail());
        } catch (StorageException e) {
            if (e.retryable()) {
                LOG.log(Level.WARNING, "request {0} {1}: the store is busy", call.requestId(), route);
                call.answerRetryAfter(new RefusedException(ProblemCode.OVERLOADED, "Try again in a moment"));
                return endpoint.refusal(call, ProblemCode.OVERLOADED, "Try again in a moment");
            }
            return unknown(endpoint, route, call, e);
        } catch (CustomerGoneException e) {
            // Deleted between the guard and here: as if the guard had come later.
            return endpoint.refusal(call, ProblemCode.INVALID_TOKEN, "The session has ended");
        } catch (PeerGoneException e) {
            // Nobody is there any more to be answered.
            throw e;
        } catch (RuntimeException e) {
            return unknown(endpoint, route, call, e);
        }
    }

    private Endpoint endpoint(Map<String, Endpoint> byMethod, Call call) {
        if (byMethod.isEmpty()) {
            return nowhere;
        }
        Endpoint endpoint = byMethod.get(call.method());
        return endpoint == null ? new OtherMethod(byMethod) : endpoint;
    }

    /// Refuses a method that the route has not, in the way of the methods that it has.
    private record OtherMethod(Map<String, Endpoint> byMethod) implements Endpoint {
        @Override
        public Answer answer(Call call) {
            List<String> methods = new ArrayList<>(byMethod.keySet());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            String allowed = String.join(", ", methods);
            call.answerHeader("Allow", allowed);
            throw new RefusedException(ProblemCode.METHOD_NOT_ALLOWED, "The route takes " + allowed);
        }

        @Override
        public Answer refusal(Call call, ProblemCode code, String detail) {
            return byMethod.values().iterator().next().refusal(call, code, detail);
        }
    }

    private static Answer unknown(Endpoint endpoint, String route, Call call, RuntimeException e) {
        LOG.log(Level.ERROR, "request " + call.requestId() + " " + route + " failed", e);
        return endpoint.refusal(call, ProblemCode.INTERNAL, "Tell the operator the Request-Id");
    }

    private static void send(Call call, Answer answer, Exchange exchange) {
        exchange.answerHeader("Request-Id", call.requestId());
        exchange.answerHeader("Cache-Control", "no-store");
        exchange.answerHeader("X-Content-Type-Options", "nosniff");
        exchange.answerHeader("Referrer-Policy", "no-referrer");
        exchange.answerHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (answer.status() == UNAUTHORIZED) {
            // Every 401 has a challenge (RFC 9110 §15.5.2); what a route knows better follows.
            exchange.answerHeader("WWW-Authenticate", CHALLENGE);
        }
        call.answerHeaders().forEach(exchange::answerHeader);
        answer.headers().forEach(exchange::answerHeader);
        call.answerCookies().forEach(cookie -> exchange.addAnswerHeader("Set-Cookie", cookie));
        String mediaType = answer.mediaType();
        if (mediaType != null) {
            exchange.answerHeader("Content-Type", mediaType);
        }
        exchange.answer(answer.status(), answer.body());
    }

    private String requestId() {
        byte[] bytes = new byte[REQUEST_ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
