package org.simplesignin.server.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;

/// What a request is answered: status, media type and body. Immutable.
public final class Answer {
    private final int status;
    private final @Nullable String mediaType;
    private final byte[] body;

    private Answer(int status, @Nullable String mediaType, byte[] body) {
        this.status = status;
        this.mediaType = mediaType;
        this.body = body;
    }

    /// Returns 200 with this message as JSON.
    public static Answer json(Object message) {
        return json(200, message);
    }

    /// Returns this status with this message as JSON.
    public static Answer json(int status, Object message) {
        return new Answer(status, "application/json", Json.write(message));
    }

    /// Returns 200 with this text.
    public static Answer text(String mediaType, String text) {
        return new Answer(200, mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns 204.
    public static Answer noContent() {
        return new Answer(204, null, new byte[0]);
    }

    /// Returns the problem document of this code (RFC 9457).
    public static Answer problem(ProblemCode code, String detail) {
        return new Answer(code.status(), Problem.MEDIA_TYPE, Json.write(code.problem(detail)));
    }

    /// Returns the HTTP status.
    public int status() {
        return status;
    }

    /// Returns the media type, or null where there is no body.
    @Nullable
    String mediaType() {
        return mediaType;
    }

    byte[] body() {
        return body;
    }
}
