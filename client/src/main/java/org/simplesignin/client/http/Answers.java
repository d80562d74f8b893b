package org.simplesignin.client.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.Problem;

/// Writes answers. Nothing that is JSON may be kept by a cache.
public final class Answers {
    private Answers() {}

    /// Answers 200 with a message.
    public static void json(ServerResponse response, Object message) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(Json.write(message));
    }

    /// Answers 204.
    public static void empty(ServerResponse response) {
        response.status(Status.NO_CONTENT_204).header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send();
    }

    /// Answers with a problem document.
    public static void problem(ServerResponse response, Problem problem) {
        response.status(Status.create(problem.status()));
        response.header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(Json.write(problem));
    }
}
