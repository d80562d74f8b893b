package org.simplesignin.sample.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.PathTable;
import org.simplesignin.http.Site;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.sample.backend.RefusedException.Reason;

/// What all routes of the backend share: exact hosts, exact paths, bounded bodies, JSON, and one place that turns
/// errors into problem documents. Its routes are added before it is served.
final class Http implements Site {
    /// The largest request body: ten links with an SSI token of 16 KiB each, as JSON.
    static final int MAX_BODY_BYTES = 192 * 1024;

    private static final String BEARER = "Bearer ";

    /// Answers one method of one path.
    interface Route {
        /// Answers a request; what it throws becomes a refusal.
        void answer(Exchange exchange) throws IOException, RefusedException;
    }

    private record Entry(String method, Route route) {}

    private final PathTable<Entry> entries = new PathTable<>();
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final String contentSecurityPolicy;

    /// @param contentSecurityPolicy of every answer
    Http(String contentSecurityPolicy) {
        this.contentSecurityPolicy = contentSecurityPolicy;
    }

    /// Adds what is answered to `GET`, and without its body to `HEAD`.
    void get(String path, Route route) {
        entries.add(path, new Entry("GET", route));
    }

    /// Adds what is answered to `POST`.
    void post(String path, Route route) {
        entries.add(path, new Entry("POST", route));
    }

    /// Answers for this host from now on, and for none that was not named: no web page can reach this port under a name
    /// of its own (DNS rebinding, threat T7).
    void answerFor(String hostAndPort) {
        hosts.add(hostAndPort);
    }

    @Override
    public void answer(Exchange exchange) {
        guard(exchange);
        try {
            route(exchange).answer(exchange);
        } catch (RefusedException e) {
            refuse(exchange, e.reason().status(), e.reason(), e.whatToDo());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the listener logs it and has it refused with 500
        }
    }

    private Route route(Exchange exchange) throws RefusedException {
        if (exchange.header("Host").filter(hosts::contains).isEmpty()) {
            throw new RefusedException(Reason.FOREIGN_HOST, "This backend does not answer for that host");
        }
        Entry entry = entries.find(exchange.path())
                .orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "See the routes in docs/sample.md"))
                .entry();
        if (!exchange.method().equals(entry.method())) {
            exchange.answerHeader("Allow", entry.method().equals("GET") ? "GET, HEAD" : entry.method());
            throw new RefusedException(Reason.METHOD_NOT_ALLOWED, "See the routes in docs/sample.md");
        }
        return entry.route();
    }

    /// Answers what the listener refuses: what is no clean request, too large, too much at once, or has failed.
    @Override
    public void refuse(Exchange exchange, int status) {
        guard(exchange);
        switch (status) {
            case 413 -> refuse(exchange, status, Reason.PAYLOAD_TOO_LARGE, "Send at most " + MAX_BODY_BYTES + " bytes");
            case 500 -> refuse(exchange, status, Reason.INTERNAL, "The backend's log knows more");
            case 503 -> refuse(exchange, status, Reason.OVERLOADED, "Try again in a moment");
            default -> refuse(exchange, status, Reason.MALFORMED_REQUEST, "Send HTTP as docs/sample.md says");
        }
    }

    /// Reads a JSON body.
    static <T> T body(Exchange exchange, Class<T> type) throws RefusedException {
        String mediaType =
                exchange.header("Content-Type").orElse("").split(";", 2)[0].strip();
        // A page of another origin cannot send this media type without asking first, and nobody here answers such
        // questions.
        if (!mediaType.equalsIgnoreCase("application/json")) {
            throw new RefusedException(Reason.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json");
        }
        try {
            return Json.read(exchange.body(MAX_BODY_BYTES), type, MAX_BODY_BYTES);
        } catch (MalformedMessageException e) {
            throw new RefusedException(Reason.MALFORMED_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    /// Returns the session that the app sent, where it sent one. The name of the scheme has no case (RFC 9110 §11.1).
    static Optional<String> session(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /// Answers with JSON.
    static void answer(Exchange exchange, Object body) {
        exchange.answerHeader("Content-Type", "application/json");
        exchange.answer(200, Json.write(body));
    }

    private void guard(Exchange exchange) {
        exchange.answerHeader("X-Content-Type-Options", "nosniff");
        exchange.answerHeader("Referrer-Policy", "no-referrer");
        exchange.answerHeader("Cache-Control", "no-store");
        exchange.answerHeader("Content-Security-Policy", contentSecurityPolicy);
    }

    private static void refuse(Exchange exchange, int status, Reason reason, String whatToDo) {
        if (status == 401) {
            boolean sent = reason == Reason.SIGNED_OUT && session(exchange).isPresent();
            exchange.answerHeader(
                    "WWW-Authenticate", sent ? "Bearer error=\"invalid_token\"" : "Bearer"); // RFC 6750 §3
        }
        if (reason.retryAfter().isPositive()) {
            exchange.answerHeader(
                    "Retry-After", Long.toString(reason.retryAfter().toSeconds()));
        }
        if (exchange.wantsPage()) {
            exchange.answerHeader("Content-Type", "text/html; charset=utf-8");
            exchange.answer(status, RefusalPage.of(status));
        } else {
            String title = reason.code().replace('_', ' ');
            exchange.answerHeader("Content-Type", Problem.MEDIA_TYPE);
            exchange.answer(status, Json.write(new Problem("about:blank", title, status, reason.code(), whatToDo)));
        }
    }
}
