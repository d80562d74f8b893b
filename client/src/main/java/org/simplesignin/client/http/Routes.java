package org.simplesignin.client.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.PathTable;
import org.simplesignin.protocol.device.ProblemCode;

/// Which handler answers which method of which path. A path leads to its handlers exactly as it is written
/// ([PathTable]); `{name}` in a pattern stands for one segment. Filled before the listener starts, read-only
/// afterwards.
public final class Routes {
    /// Stands for every method that has no handler of its own.
    private static final String ANY = "*";

    private final PathTable<Map<String, Handler>> paths = new PathTable<>();
    private final Map<String, Map<String, Handler>> byPattern = new HashMap<>();

    Routes() {}

    /// Answers `GET`, and `HEAD` with it.
    public Routes get(String pattern, Handler handler) {
        return on("GET", pattern, handler);
    }

    /// Answers `POST`.
    public Routes post(String pattern, Handler handler) {
        return on("POST", pattern, handler);
    }

    /// Answers `PUT`.
    public Routes put(String pattern, Handler handler) {
        return on("PUT", pattern, handler);
    }

    /// Answers `DELETE`.
    public Routes delete(String pattern, Handler handler) {
        return on("DELETE", pattern, handler);
    }

    /// Answers every method that has no other handler at this path.
    public Routes any(String pattern, Handler handler) {
        return on(ANY, pattern, handler);
    }

    private Routes on(String method, String pattern, Handler handler) {
        Map<String, Handler> handlers = byPattern.computeIfAbsent(pattern, added -> {
            Map<String, Handler> none = new LinkedHashMap<>();
            paths.add(added, none);
            return none;
        });
        if (handlers.putIfAbsent(method, handler) != null) {
            throw new IllegalStateException(method + " " + pattern + " is there already");
        }
        return this;
    }

    /// Has the request answered by its handler.
    ///
    /// @throws Refused 404 or 405 where there is none, or as the handler does
    void answer(Exchange exchange) {
        PathTable.Found<Map<String, Handler>> found = paths.find(exchange.path())
                .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "there is no such route"));
        Map<String, Handler> handlers = found.entry();
        Handler handler = handlers.getOrDefault(exchange.method(), handlers.get(ANY));
        if (handler == null) {
            // RFC 9110, section 15.5.6.
            exchange.answerHeader("Allow", allowed(handlers));
            throw Refused.of(ProblemCode.METHOD_NOT_ALLOWED, "use a method that the header Allow names");
        }
        handler.answer(exchange, new PathParameters(found.parameters()));
    }

    private static String allowed(Map<String, Handler> handlers) {
        List<String> methods = new ArrayList<>(handlers.keySet());
        if (handlers.containsKey("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
