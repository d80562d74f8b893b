package org.simplesignin.server.testing;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// An answer as a device got it.
public record Received(HttpResponse<byte[]> response) {
    /// Returns the HTTP status.
    public int status() {
        return response.statusCode();
    }

    /// Returns a header.
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /// Returns the body as this type.
    public <T> T as(Class<T> type) {
        try {
            return Json.read(response.body(), type, 1024 * 1024);
        } catch (MalformedMessageException e) {
            throw new AssertionError("not a " + type.getSimpleName() + " but " + status() + " " + text(), e);
        }
    }

    /// Returns the body as a JSON object.
    public Map<?, ?> members() {
        return as(Map.class);
    }

    /// Returns the problem's code.
    public String code() {
        return String.valueOf(members().get("code"));
    }

    /// Returns the body as text.
    public String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
