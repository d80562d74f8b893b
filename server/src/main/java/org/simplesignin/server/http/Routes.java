package org.simplesignin.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.keys.CustomerGoneException;
import org.simplesignin.server.storage.StorageException;

/// The table of routes, and the one place where an error becomes an answer: a refusal its problem document or page, a
/// busy store 503, and whatever is unknown a bland 500, logged once under the request id.
///
/// Every answer carries `Request-Id` and headers that keep a browser from storing it, guessing its type or framing it.
/// Filled before the server starts, read-only afterwards.
public final class Routes {
    private static final System.Logger LOG = System.getLogger(Routes.class.getName());
    private static final int REQUEST_ID_BYTES = 8;

    private final Map<String, Map<String, Endpoint>> byPath = new LinkedHashMap<>();
    private final MeterRegistry meters;
    private final RandomGenerator random;
    private final boolean behindProxy;
    private Endpoint nowhere = call -> {
        throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such route");
    };

    /// Makes an empty table; request times go to `meters`, labelled by route, never by path.
    ///
    /// @param behindProxy whether every connection comes from the operator's own proxy, which tells the address of
    ///     its peer at the end of `X-Forwarded-For`
    public Routes(MeterRegistry meters, RandomGenerator random, boolean behindProxy) {
        this.meters = meters;
        this.random = random;
        this.behindProxy = behindProxy;
    }

    /// Adds a route. `{name}` in the path is a parameter.
    public void add(String method, String path, Endpoint endpoint) {
        if (byPath.computeIfAbsent(path, p -> new TreeMap<>()).put(method, endpoint) != null) {
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
                .flatMap(path -> path.getValue().keySet().stream().map(method -> method + " " + path.getKey()))
                .toList();
    }

    /// Hands the table to the web server.
    public void mount(HttpRouting.Builder routing) {
        byPath.forEach(
                (path, byMethod) -> routing.any(path, (request, response) -> serve(path, byMethod, request, response)));
        routing.any((request, response) -> serve("unknown", Map.of(), request, response));
    }

    private void serve(String route, Map<String, Endpoint> byMethod, ServerRequest request, ServerResponse response) {
        Timer.Sample sample = Timer.start(meters);
        Call call = new Call(request, requestId(), behindProxy);
        Answer answer = answer(route, byMethod, call);
        sample.stop(Timer.builder("simple_sign_in_http_requests")
                .description("Requests by route")
                // A method that no route knows is the caller's word: it would make a label without bound.
                .tag("method", byMethod.containsKey(call.method()) ? call.method() : "other")
                .tag("route", route)
                .tag("status", Integer.toString(answer.status()))
                .register(meters));
        send(call, answer, response);
    }

    private Answer answer(String route, Map<String, Endpoint> byMethod, Call call) {
        Endpoint endpoint = endpoint(byMethod, call);
        try {
            return endpoint.answer(call);
        } catch (RefusedException e) {
            call.answerRetryAfter(e);
            return endpoint.refusal(call, e.code(), e.detail());
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
        } catch (RequestException e) {
            // The web server cuts off what goes on and on; it answers and closes by itself.
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
            String allowed = String.join(", ", byMethod.keySet());
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

    private static void send(Call call, Answer answer, ServerResponse response) {
        response.status(answer.status());
        response.header("Request-Id", call.requestId());
        response.header("Cache-Control", "no-store");
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        call.answerHeaders().forEach((name, value) -> response.header(name, value));
        answer.headers().forEach((name, value) -> response.header(name, value));
        if (!call.answerCookies().isEmpty()) {
            response.headers().set(HeaderNames.SET_COOKIE, call.answerCookies());
        }
        String mediaType = answer.mediaType();
        if (mediaType == null) {
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        response.send(answer.body());
    }

    private String requestId() {
        byte[] bytes = new byte[REQUEST_ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
