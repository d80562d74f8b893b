package org.simplesignin.client.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// Reads requests: exact headers, bounded bodies. All methods are pure but for the request's own stream.
public final class Requests {
    private static final int FORM_FIELDS = 8;

    private Requests() {}

    /// Returns the one value of a header, or empty where it is missing or stands there twice: a header that is
    /// given twice can be read differently by two readers, so it counts as none.
    public static Optional<String> header(ServerRequest request, HeaderName name) {
        if (!request.headers().contains(name)) {
            return Optional.empty();
        }
        List<String> values = request.headers().all(name, List::of);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /// Refuses a body that is not of this media type (with a parameter `charset=utf-8` at most).
    public static boolean isMediaType(ServerRequest request, String mediaType) {
        return header(request, HeaderNames.CONTENT_TYPE)
                .map(value -> value.toLowerCase(Locale.ROOT).replace(" ", ""))
                .filter(value -> value.equals(mediaType) || value.equals(mediaType + ";charset=utf-8"))
                .isPresent();
    }

    /// Returns the body, at most `maxBytes` long, inclusive.
    ///
    /// @throws Refused 413 where it is longer
    public static byte[] body(ServerRequest request, int maxBytes) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw Refused.of(ProblemCode.PAYLOAD_TOO_LARGE, "send at most " + maxBytes + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the JSON body as a message of a type.
    ///
    /// @throws Refused 415, 413 or 400 where it is something else
    public static <T> T json(ServerRequest request, Class<T> type, int maxBytes) {
        if (!isMediaType(request, "application/json")) {
            throw Refused.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send application/json");
        }
        try {
            return Json.read(body(request, maxBytes), type, maxBytes);
        } catch (MalformedMessageException e) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not the JSON that this route takes");
        }
    }

    /// Returns the fields of a form body.
    ///
    /// @throws Refused 415, 413 or 400 where it is something else, or a field stands there twice
    public static Map<String, String> form(ServerRequest request, int maxBytes) {
        if (!isMediaType(request, "application/x-www-form-urlencoded")) {
            throw Refused.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send application/x-www-form-urlencoded");
        }
        String text = new String(body(request, maxBytes), StandardCharsets.US_ASCII);
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", FORM_FIELDS)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || fields.put(pair.substring(0, equals), decode(pair.substring(equals + 1))) != null) {
                throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not a form with each field once");
            }
        }
        return fields;
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not a form");
        }
    }
}
