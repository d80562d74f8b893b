package org.simplesignin.client.session;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.TokenAnswer;

/// The server's token endpoint: turns an enrolment secret or a refresh token into tokens that are bound to the device
/// key (RFC 6749 section 6, RFC 9449 section 5). Thread-safe.
public final class TokenEndpoint {
    private static final int MOST_ANSWER_BYTES = 16 * 1024;
    private static final int MOST_TOKEN_CHARS = 2048;

    private final Wire wire;

    /// Makes one on a wire.
    public TokenEndpoint(Wire wire) {
        this.wire = wire;
    }

    record OAuthError(String error, @Nullable String code) {
        OAuthError {
            Objects.requireNonNull(error, "error");
        }
    }

    /// Spends a one-time enrolment secret. [Ended] says that the secret is worth nothing.
    Answer<TokenAnswer> enrol(String secret, Deadline deadline) {
        return ask("grant_type=" + encode(DeviceApi.ENROLMENT_GRANT) + "&enrolment_secret=" + encode(secret), deadline);
    }

    /// Spends a refresh token. [Ended] says that the session is over.
    Answer<TokenAnswer> refresh(String refreshToken, Deadline deadline) {
        return ask("grant_type=" + DeviceApi.REFRESH_GRANT + "&refresh_token=" + encode(refreshToken), deadline);
    }

    private Answer<TokenAnswer> ask(String form, Deadline deadline) {
        Wire.Outgoing out = new Wire.Outgoing(
                "POST",
                DeviceApi.TOKEN,
                "application/x-www-form-urlencoded",
                form.getBytes(StandardCharsets.US_ASCII),
                null,
                MOST_ANSWER_BYTES);
        // Once for the nonce, once for a connection that the server had closed: the server takes the same grant from
        // the same key again for a while when its answer was lost.
        Answer<TokenAnswer> last = new Away<>();
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                Wire.Incoming in = wire.send(out, deadline);
                last = read(in);
                boolean nonceAsked = last instanceof Declined<TokenAnswer> declined
                        && declined.code().equals(ProblemCode.USE_DPOP_NONCE.wireName());
                if (!nonceAsked) {
                    return last;
                }
            } catch (IOException e) {
                last = new Away<>();
            }
        }
        return last;
    }

    private static Answer<TokenAnswer> read(Wire.Incoming in) {
        try {
            if (in.status() == 200) {
                return accept(Json.read(in.body(), TokenAnswer.class, MOST_ANSWER_BYTES));
            }
            if (in.status() < 400 || in.status() >= 500) {
                return new Away<>();
            }
            OAuthError error = Json.read(in.body(), OAuthError.class, MOST_ANSWER_BYTES);
            if (error.error().equals(ProblemCode.INVALID_GRANT.wireName())) {
                return new Ended<>();
            }
            return new Declined<>(in.status(), error.code() == null ? error.error() : error.code());
        } catch (MalformedMessageException e) {
            return new Away<>();
        }
    }

    // A bearer token would work for whoever copies it: only what is bound to the device key is taken (RFC 9449, section
    // 5).
    private static Answer<TokenAnswer> accept(TokenAnswer answer) {
        boolean usable = answer.token_type().equalsIgnoreCase("DPoP")
                && answer.expires_in() > 0
                && isToken(answer.access_token())
                && isToken(answer.refresh_token());
        return usable ? new Answered<>(answer) : new Away<>();
    }

    private static boolean isToken(String token) {
        return !token.isEmpty()
                && token.length() <= MOST_TOKEN_CHARS
                && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
