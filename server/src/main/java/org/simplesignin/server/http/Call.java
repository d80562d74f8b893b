package org.simplesignin.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.RefusedRequestException;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// One request under way. Its body is read at most once and never beyond 64 KiB. Not thread-safe.
public final class Call {
    private static final int MOST_PARAMETERS = 16;

    private final Exchange exchange;
    private final String path;
    private final Map<String, String> pathParameters;
    private final String requestId;
    private final boolean behindProxy;
    private final Map<String, String> answerHeaders = new LinkedHashMap<>();
    private final List<String> answerCookies = new ArrayList<>();
    private final Map<Class<?>, Object> attached = new HashMap<>();
    private @Nullable Map<String, String> form;

    /// @param path as the exchange has it; empty where the request was refused before anybody could read its path
    Call(Exchange exchange, String path, Map<String, String> pathParameters, String requestId, boolean behindProxy) {
        this.exchange = exchange;
        this.path = path;
        this.pathParameters = pathParameters;
        this.requestId = requestId;
        this.behindProxy = behindProxy;
    }

    /// Returns the id that the answer carries as `Request-Id` and that log lines name.
    public String requestId() {
        return requestId;
    }

    /// Returns the method as it was sent, `GET` for `HEAD`.
    public String method() {
        return exchange.method();
    }

    /// Returns the path as it was sent, without the query.
    public String path() {
        return path;
    }

    /// Returns the decoded part of the path that the route names so.
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    /// Returns the value of this header, or empty where there is none.
    ///
    /// @throws RefusedException where it is there more than once: two readers could pick different ones
    public Optional<String> header(String name) {
        List<String> values = exchange.headers(name);
        if (values.size() > 1) {
            throw RefusedException.malformed("The header " + name + " must be there once");
        }
        return values.stream().findFirst();
    }

    /// Returns whether this header is there, however often.
    public boolean hasHeader(String name) {
        return !exchange.headers(name).isEmpty();
    }

    /// Returns whether whoever asks is a browser that shows a page.
    public boolean wantsPage() {
        return exchange.wantsPage();
    }

    /// Returns the query as it was sent, or empty where there is none.
    public Optional<String> query() {
        return exchange.query();
    }

    /// Returns the decoded value of this parameter of the query, or empty where there is none.
    ///
    /// @throws RefusedException where the query is not form-encoded, or names the parameter twice
    public Optional<String> queryParameter(String name) {
        return query().map(query -> parameters(query, "query").get(name));
    }

    /// Returns the value of this cookie, or empty where there is none, or more than one: a neighbour may have set
    /// the other (RFC 6265 §8.6). Several lines of cookies are one list (RFC 9113 §8.2.3).
    public Optional<String> cookie(String name) {
        List<String> values = new ArrayList<>();
        for (String pair : String.join(";", exchange.headers("Cookie")).split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                values.add(pair.substring(equals + 1).strip());
            }
        }
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /// Adds a `Set-Cookie` header to whatever the answer will be.
    public void answerCookie(String setCookie) {
        answerCookies.add(setCookie);
    }

    List<String> answerCookies() {
        return answerCookies;
    }

    /// Keeps something that an endpoint around this one found out, for those inside it. One of each type.
    public <T> void attach(Class<T> type, T value) {
        attached.put(type, value);
    }

    /// Returns what was attached.
    public <T> Optional<T> attached(Class<T> type) {
        return Optional.ofNullable(type.cast(attached.get(type)));
    }

    /// Adds a header to whatever the answer will be, a refusal too.
    public void answerHeader(String name, String value) {
        answerHeaders.put(name, value);
    }

    /// Tells whoever was refused how long to wait, in whole seconds (RFC 9110 §10.2.3).
    public void answerRetryAfter(RefusedException refused) {
        if (refused.retryAfter().isPositive()) {
            answerHeader(
                    "Retry-After",
                    Long.toString(refused.retryAfter().plusNanos(999_999_999).toSeconds()));
        }
    }

    /// Returns where the request came from: the peer of the connection, or, behind the operator's proxy, the
    /// address that the proxy put at the end of `X-Forwarded-For`. What stands before the last comma is the
    /// sender's word.
    ///
    /// @throws RefusedException where the proxy's word is no address
    public NetworkAddress address() {
        List<String> forwarded = exchange.headers("X-Forwarded-For");
        if (!behindProxy || forwarded.isEmpty()) {
            return new NetworkAddress(exchange.peer());
        }
        String last = forwarded.getLast();
        return NetworkAddress.parse(last.substring(last.lastIndexOf(',') + 1).strip())
                .orElseThrow(() -> RefusedException.malformed("The proxy must end X-Forwarded-For with an address"));
    }

    Map<String, String> answerHeaders() {
        return answerHeaders;
    }

    /// Returns the body, which must be JSON of this type.
    public <T> T json(Class<T> type) {
        requireMediaType("application/json");
        byte[] bytes = body();
        try {
            return Json.read(bytes, type, Limits.REQUEST_BYTES);
        } catch (MalformedMessageException e) {
            throw RefusedException.malformed(
                    "The body must be strict JSON with all mandatory members: " + e.getMessage());
        }
    }

    /// Returns the parameters of the body, which must be form-encoded and name none twice (RFC 6749 §3.2).
    public Map<String, String> form() {
        Map<String, String> read = form;
        if (read == null) {
            requireMediaType("application/x-www-form-urlencoded");
            read = parameters(new String(body(), StandardCharsets.US_ASCII), "body");
            form = read;
        }
        return read;
    }

    private static Map<String, String> parameters(String encoded, String place) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", MOST_PARAMETERS + 1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || parameters.size() == MOST_PARAMETERS) {
                throw RefusedException.malformed(
                        "The " + place + " must be 1 to 16 form-encoded parameters, name=value");
            }
            String name = decode(pair.substring(0, equals), place);
            if (parameters.put(name, decode(pair.substring(equals + 1), place)) != null) {
                throw RefusedException.malformed("Each parameter of the " + place + " must be there once");
            }
        }
        return parameters;
    }

    private static String decode(String encoded, String place) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed("The " + place + " must be form-encoded");
        }
    }

    private void requireMediaType(String expected) {
        String sent = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        String[] parts = sent.split(";", 2);
        boolean charsetFits = parts.length == 1 || parts[1].strip().matches("charset=\"?utf-8\"?");
        if (!parts[0].strip().equals(expected) || !charsetFits) {
            throw new RefusedException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: " + expected);
        }
    }

    private byte[] body() {
        try {
            return exchange.body(Limits.REQUEST_BYTES);
        } catch (RefusedRequestException e) {
            throw RefusedException.early(e.status());
        }
    }
}
