package org.simplesignin.server.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;

/// What a request is answered: status, media type, body and the headers that belong to just this answer. Immutable.
public final class Answer {
    /// The media type of pages.
    public static final String HTML = "text/html; charset=utf-8";

    private final int status;
    private final @Nullable String mediaType;
    private final byte[] body;
    private final Map<String, String> headers;

    private Answer(int status, @Nullable String mediaType, byte[] body) {
        this(status, mediaType, body, Map.of());
    }

    private Answer(int status, @Nullable String mediaType, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.mediaType = mediaType;
        this.body = body;
        this.headers = headers;
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

    /// Returns this status with this page, which is whole HTML.
    public static Answer html(int status, String page) {
        return new Answer(status, HTML, page.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns 200 with these bytes, which nobody may change any more.
    public static Answer bytes(String mediaType, byte[] bytes) {
        return new Answer(200, mediaType, bytes);
    }

    /// Returns 303 (RFC 9110 §15.4.4) to this path of our own, with its query where it has one. What came in a
    /// request goes through [org.simplesignin.server.page.Next] first.
    ///
    /// @throws IllegalArgumentException where it would lead to another host
    public static Answer seeOther(String path) {
        if (!path.startsWith("/")
                || path.startsWith("//")
                || path.chars().anyMatch(c -> c <= ' ' || c == '\\' || c > '~')) {
            throw new IllegalArgumentException("a redirect leads to a path of our own");
        }
        return new Answer(303, null, new byte[0], Map.of("Location", path));
    }

    /// Returns 303 to another site, one that the operator has named. Nothing of a request may choose it.
    ///
    /// @throws IllegalArgumentException where it is no absolute URL of the web
    public static Answer seeOtherSite(URI site) {
        boolean web = "https".equals(site.getScheme()) || "http".equals(site.getScheme());
        if (!web || site.getHost() == null) {
            throw new IllegalArgumentException("another site has an absolute URL");
        }
        return new Answer(303, null, new byte[0], Map.of("Location", site.toASCIIString()));
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
    public @Nullable String mediaType() {
        return mediaType;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
