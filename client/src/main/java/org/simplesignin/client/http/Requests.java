package org.simplesignin.client.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// Reads requests: media types, bounded bodies, parameters. All methods are pure but for the request's own body.
public final class Requests {
    private static final int FORM_FIELDS = 8;

    private Requests() {}

    /// Returns whether the body is of this media type (with a parameter `charset=utf-8` at most).
    public static boolean isMediaType(Exchange exchange, String mediaType) {
        return exchange.header("Content-Type")
                .map(value -> value.toLowerCase(Locale.ROOT).replace(" ", ""))
                .filter(value -> value.equals(mediaType) || value.equals(mediaType + ";charset=utf-8"))
                .isPresent();
    }

    /// Returns the JSON body as a message of a type.
    ///
    /// @throws Refused 415 or 400 where it is something else
    public static <T> T json(Exchange exchange, Class<T> type, int maxBytes) {
        if (!isMediaType(exchange, "application/json")) {
            throw Refused.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send application/json");
        }
        try {
            return Json.read(exchange.body(maxBytes), type, maxBytes);
        } catch (MalformedMessageException e) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not the JSON that this route takes");
        }
    }

    /// Returns the fields of a form body.
    ///
    /// @throws Refused 415 or 400 where it is something else, or a field stands there twice
    public static Map<String, String> form(Exchange exchange, int maxBytes) {
        if (!isMediaType(exchange, "application/x-www-form-urlencoded")) {
            throw Refused.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send application/x-www-form-urlencoded");
        }
        String text = new String(exchange.body(maxBytes), StandardCharsets.US_ASCII);
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", FORM_FIELDS)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || fields.put(pair.substring(0, equals), decode(pair.substring(equals + 1))) != null) {
                throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not a form with each field once");
            }
        }
        return fields;
    }

    /// Returns the first value of a parameter of the query, or empty where it has none.
    ///
    /// @throws Refused 400 where the value is not encoded as one
    public static Optional<String> parameter(Exchange exchange, String name) {
        for (String pair : exchange.query().orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                return Optional.of(decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "a value is not percent-encoded as in a form");
        }
    }
}
