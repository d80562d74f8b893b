package org.simplesignin.server.device;

import java.util.LinkedHashMap;
import java.util.Map;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Endpoint;
import org.simplesignin.server.http.RefusedException;

/// What the OAuth endpoints share: a refusal has the shape of RFC 6749 §5.2 with our code beside it, and every
/// answer offers a nonce.
public final class OAuthErrors {
    private OAuthErrors() {}

    /// Returns the endpoint with its refusals in the shape of OAuth.
    public static Endpoint around(Dpop dpop, Endpoint endpoint) {
        return call -> {
            dpop.offerNonce(call);
            call.answerHeader("Pragma", "no-cache"); // RFC 6749 §5.1
            try {
                return endpoint.answer(call);
            } catch (RefusedException e) {
                if (e.code() == ProblemCode.PAYLOAD_TOO_LARGE) {
                    // The request has no end that anybody knows: the listener refuses it, not OAuth.
                    throw e;
                }
                call.answerRetryAfter(e);
                if (e.code() == ProblemCode.INVALID_CLIENT && call.hasHeader("Authorization")) {
                    // RFC 6749 §5.2: a client that sent credentials there is told the scheme of the header;
                    // only Basic is one that OAuth has for it. The others say who they are in the body.
                    call.answerHeader("WWW-Authenticate", "Basic realm=\"simple-sign-in\"");
                }
                return error(e);
            }
        };
    }

    /// Refuses another client than a device. Who authenticates by a key need not say again what it is: so it
    /// may be left out where it is not mandatory.
    public static void requireClient(Map<String, String> form, boolean mandatory) {
        String client = form.get("client_id");
        if (client == null ? mandatory : !client.equals(DeviceApi.CLIENT_ID)) {
            throw new RefusedException(ProblemCode.INVALID_CLIENT, "Send client_id=" + DeviceApi.CLIENT_ID);
        }
    }

    private static Answer error(RefusedException e) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("error", oauthError(e.code()));
        members.put("error_description", e.detail());
        members.put("code", e.code().wireName());
        boolean proofRefused = e.code() == ProblemCode.USE_DPOP_NONCE || e.code() == ProblemCode.INVALID_DPOP_PROOF;
        // RFC 9449 §5 and §8: at these endpoints it is 400, not 401.
        return Answer.json(proofRefused ? 400 : e.code().status(), members);
    }

    private static String oauthError(ProblemCode code) {
        return switch (code) {
            case INVALID_GRANT,
                    INVALID_CLIENT,
                    INVALID_SCOPE,
                    UNSUPPORTED_GRANT_TYPE,
                    INVALID_DPOP_PROOF,
                    USE_DPOP_NONCE,
                    AUTHORIZATION_PENDING,
                    SLOW_DOWN,
                    ACCESS_DENIED,
                    EXPIRED_TOKEN -> code.wireName();
            case OVERLOADED, TOO_MANY_REQUESTS -> "temporarily_unavailable";
            default -> "invalid_request";
        };
    }
}
