package org.simplesignin.sample.backend;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.sample.backend.RefusedException.Reason;

/// What all routes of the backend share: exact hosts, bounded bodies, JSON, and one place that turns errors into
/// problem documents.
final class Http {
    /// The largest request body: ten links with an SSI token of 16 KiB each, as JSON.
    static final int MAX_BODY_BYTES = 192 * 1024;

    private static final System.Logger LOG = System.getLogger(Http.class.getName());
    private static final String BEARER = "Bearer ";

    private Http() {}

    /// Lets only requests for these hosts in, so that no web page can reach this port under a name of its own (DNS
    /// rebinding, threat T7), and answers every error with a problem document.
    static void guard(HttpRouting.Builder routing, Set<String> hosts) {
        routing.addFilter((chain, request, response) -> {
            response.header("X-Content-Type-Options", "nosniff");
            response.header("Referrer-Policy", "no-referrer");
            response.header("Cache-Control", "no-store");
            if (!hosts.contains(request.headers().first(HeaderNames.HOST).orElse(""))) {
                refuse(response, Reason.FOREIGN_HOST, "This backend does not answer for that host");
                return;
            }
            chain.proceed();
        });
        routing.error(RefusedException.class, (request, response, e) -> refuse(response, e.reason(), e.whatToDo()));
        routing.error(
                MalformedMessageException.class,
                (request, response, e) -> refuse(response, Reason.MALFORMED_REQUEST, String.valueOf(e.getMessage())));
        routing.error(HttpException.class, (request, response, e) -> {
            boolean missing = e.status().code() == 404;
            refuse(response, missing ? Reason.NOT_FOUND : Reason.MALFORMED_REQUEST, "See the routes in docs/sample.md");
        });
        routing.error(Exception.class, (request, response, e) -> {
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            refuse(response, Reason.INTERNAL, "The backend's log knows more");
        });
    }

    /// Reads a JSON body.
    static <T> T body(ServerRequest request, Class<T> type)
            throws IOException, MalformedMessageException, RefusedException {
        String mediaType = request.headers()
                .contentType()
                .map(value -> value.mediaType().text())
                .orElse("");
        // A page of another origin cannot send this media type without asking first, and nobody here answers such
        // questions.
        if (!mediaType.equals("application/json")) {
            throw new RefusedException(Reason.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json");
        }
        byte[] bytes = new byte[0];
        if (request.content().hasEntity()) {
            try (InputStream in = request.content().inputStream()) {
                bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            }
        }
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RefusedException(Reason.PAYLOAD_TOO_LARGE, "Send at most " + MAX_BODY_BYTES + " bytes");
        }
        return Json.read(bytes, type, MAX_BODY_BYTES);
    }

    /// Returns the session that the app sent, where it sent one.
    static Optional<String> session(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.startsWith(BEARER) && value.length() <= 256)
                .map(value -> value.substring(BEARER.length()));
    }

    /// Answers with JSON.
    static void answer(ServerResponse response, Object body) {
        response.header("Content-Type", "application/json");
        response.send(Json.write(body));
    }

    private static void refuse(ServerResponse response, Reason reason, String whatToDo) {
        response.status(reason.status());
        response.header("Content-Type", Problem.MEDIA_TYPE);
        if (reason.retryAfterSeconds() > 0) {
            response.header("Retry-After", String.valueOf(reason.retryAfterSeconds()));
        }
        String title = reason.code().replace('_', ' ');
        response.send(Json.write(new Problem("about:blank", title, reason.status(), reason.code(), whatToDo)));
    }
}
