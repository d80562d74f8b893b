package org.simplesignin.server.device;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.storage.Transactions;

/// The token endpoint (RFC 6749 §3.2, RFC 9449 §5). Its errors have the shape of RFC 6749 §5.2, with our code beside
/// it.
public final class TokenRoute {
    private static final int MOST_SECRET_CHARS = 256;

    private final Sessions sessions;
    private final Dpop dpop;
    private final Limits limits;

    /// Makes the route.
    public TokenRoute(
            Transactions transactions,
            Devices devices,
            Audit audit,
            Dpop dpop,
            Limits limits,
            SecureRandom random,
            Clock clock) {
        this.sessions = new Sessions(transactions, devices, audit, random, clock);
        this.dpop = dpop;
        this.limits = limits;
    }

    /// Adds it to the table.
    public void addTo(Routes routes) {
        routes.add("POST", DeviceApi.TOKEN, this::answer);
    }

    private Answer answer(Call call) {
        dpop.offerNonce(call);
        call.answerHeader("Pragma", "no-cache"); // RFC 6749 §5.1
        try {
            return token(call);
        } catch (RefusedException e) {
            call.answerRetryAfter(e);
            return error(e);
        }
    }

    private Answer token(Call call) {
        limits.take(Limit.TOKEN_REQUESTS_PER_ADDRESS, call.address().prefix());
        Map<String, String> form = call.form();
        String grantType = form.getOrDefault("grant_type", "");
        return switch (grantType) {
            case DeviceApi.ENROLMENT_GRANT -> {
                String secret = secret(form, "enrolment_secret");
                DpopProof proof = dpop.verify(call, null);
                yield Answer.json(sessions.enrol(secret, proof.key(), () -> dpop.spend(proof)));
            }
            case DeviceApi.REFRESH_GRANT -> {
                String secret = secret(form, "refresh_token");
                DpopProof proof = dpop.verify(call, null);
                yield Answer.json(sessions.refresh(secret, proof.key(), () -> dpop.spend(proof)));
            }
            case "" -> throw RefusedException.malformed("grant_type is missing");
            default ->
                throw new RefusedException(
                        ProblemCode.UNSUPPORTED_GRANT_TYPE, "Send the enrolment grant or refresh_token");
        };
    }

    private static String secret(Map<String, String> form, String name) {
        String value = form.getOrDefault(name, "");
        if (value.isBlank() || value.length() > MOST_SECRET_CHARS) {
            throw RefusedException.malformed(name + " must have 1 to " + MOST_SECRET_CHARS + " characters");
        }
        return value;
    }

    private static Answer error(RefusedException e) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("error", oauthError(e.code()));
        members.put("error_description", e.detail());
        members.put("code", e.code().wireName());
        boolean proofRefused = e.code() == ProblemCode.USE_DPOP_NONCE || e.code() == ProblemCode.INVALID_DPOP_PROOF;
        // RFC 9449 §5 and §8: at the token endpoint these are 400, not 401.
        return Answer.json(proofRefused ? 400 : e.code().status(), members);
    }

    private static String oauthError(ProblemCode code) {
        return switch (code) {
            case INVALID_GRANT, UNSUPPORTED_GRANT_TYPE, INVALID_DPOP_PROOF, USE_DPOP_NONCE -> code.wireName();
            case OVERLOADED, TOO_MANY_REQUESTS -> "temporarily_unavailable";
            default -> "invalid_request";
        };
    }
}
