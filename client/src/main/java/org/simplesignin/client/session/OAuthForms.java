package org.simplesignin.client.session;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// Posts forms to the server's OAuth endpoints and reads what comes back (RFC 6749, sections 5.1 and 5.2). Every
/// request may be repeated without doing anything twice: the server gives the same key the same answer to the same
/// secret again, until what it gave has been refreshed with. Thread-safe.
///
/// A refusal ends sessions and drops secrets, so only the server's own counts: JSON with `error` and the `code` that
/// this server puts beside it. A proxy, a portal of a hotel, or another OAuth server behind the same name is none.
final class OAuthForms {
    private static final System.Logger LOG = System.getLogger(OAuthForms.class.getName());

    static final int MOST_ANSWER_BYTES = 16 * 1024;

    /// Two for the nonce, as another node of the server may answer the second, and one.
    private static final int MOST_ATTEMPTS = 3;

    private final Wire wire;

    OAuthForms(Wire wire) {
        this.wire = wire;
    }

    /// Reads the body of a 200.
    @FunctionalInterface
    interface Body<T> {
        T read(byte[] body) throws MalformedMessageException;
    }

    record OAuthError(String error, String code) {
        OAuthError {
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(code, "code");
        }
    }

    /// Returns what the server says; [Ended] where the secret in the form is worth nothing (`invalid_grant`).
    ///
    /// @param fields their values are encoded here
    <T> Answer<T> post(String path, Map<String, String> fields, Body<T> body, Deadline deadline) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        Wire.Outgoing out = new Wire.Outgoing(
                "POST",
                path,
                "application/x-www-form-urlencoded",
                form.getBytes(StandardCharsets.US_ASCII),
                null,
                MOST_ANSWER_BYTES);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                Answer<T> answer = read(wire.send(out, deadline), body);
                boolean nonceAsked = answer instanceof Declined<T> declined
                        && declined.code().equals(ProblemCode.USE_DPOP_NONCE.wireName());
                if (!nonceAsked) {
                    return answer;
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the server did not answer", e);
                return new Away<>();
            }
        }
        return new Away<>();
    }

    private static <T> Answer<T> read(Wire.Incoming in, Body<T> body) {
        try {
            if (in.status() == 200) {
                return new Answered<>(body.read(in.body()));
            }
            // 408 and 429 are asked again later, as is everything that is not an answer of this API.
            boolean refused = in.status() >= 400 && in.status() < 500 && in.status() != 408 && in.status() != 429;
            if (!refused || !in.mediaType().equals("application/json")) {
                return new Away<>();
            }
            OAuthError error = Json.read(in.body(), OAuthError.class, MOST_ANSWER_BYTES);
            String worthNothing = ProblemCode.INVALID_GRANT.wireName();
            if (error.error().equals(worthNothing) || error.code().equals(worthNothing)) {
                boolean whole = in.status() == ProblemCode.INVALID_GRANT.status()
                        && error.error().equals(error.code());
                return whole ? new Ended<>() : new Away<>();
            }
            return new Declined<>(in.status(), error.code());
        } catch (MalformedMessageException e) {
            return new Away<>();
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
