package org.simplesignin.client.session;

import java.util.Map;
import org.simplesignin.client.session.Answer.Done;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.TokenAnswer;

/// The server's token endpoint: turns an enrolment secret, a device code or a refresh token into tokens that are bound
/// to the device key (RFC 6749 section 6, RFC 8628 section 3.4, RFC 9449 section 5), and takes tokens back (RFC 7009).
/// Thread-safe.
public final class TokenEndpoint {
    private static final int MOST_TOKEN_CHARS = 2048;

    private final OAuthForms forms;

    /// Makes one on a wire.
    public TokenEndpoint(Wire wire) {
        this.forms = new OAuthForms(wire);
    }

    /// Spends a one-time enrolment secret. [Ended] says that the secret is worth nothing.
    Answer<TokenAnswer> enrol(String secret, Deadline deadline) {
        return ask(DeviceApi.ENROLMENT_GRANT, "enrolment_secret", secret, deadline);
    }

    /// Spends a device code, or is told why not yet. [Ended] says that the code is worth nothing.
    Answer<TokenAnswer> redeem(String deviceCode, Deadline deadline) {
        return ask(DeviceApi.DEVICE_CODE_GRANT, "device_code", deviceCode, deadline);
    }

    /// Spends a refresh token. [Ended] says that the session is over.
    Answer<TokenAnswer> refresh(String refreshToken, Deadline deadline) {
        return ask(DeviceApi.REFRESH_GRANT, "refresh_token", refreshToken, deadline);
    }

    /// Ends the session of a token; done also where it was over.
    Answer<Done> revoke(String token, Deadline deadline) {
        return forms.post(
                DeviceApi.REVOCATION,
                Map.of("client_id", DeviceApi.CLIENT_ID, "token", token),
                ignored -> Done.DONE,
                deadline);
    }

    private Answer<TokenAnswer> ask(String grant, String name, String secret, Deadline deadline) {
        return forms.post(
                DeviceApi.TOKEN,
                Map.of("grant_type", grant, "client_id", DeviceApi.CLIENT_ID, name, secret),
                TokenEndpoint::accept,
                deadline);
    }

    // A bearer token would work for whoever copies it: only what is bound to the device key is taken (RFC 9449, section
    // 5).
    private static TokenAnswer accept(byte[] body) throws MalformedMessageException {
        TokenAnswer answer = Json.read(body, TokenAnswer.class, OAuthForms.MOST_ANSWER_BYTES);
        boolean usable = answer.token_type().equalsIgnoreCase("DPoP")
                && answer.expires_in() > 0
                && isToken(answer.access_token())
                && isToken(answer.refresh_token());
        if (!usable) {
            throw new MalformedMessageException("the tokens are not bound to the device key or not usable");
        }
        return answer;
    }

    static boolean isToken(String token) {
        return !token.isEmpty()
                && token.length() <= MOST_TOKEN_CHARS
                && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
