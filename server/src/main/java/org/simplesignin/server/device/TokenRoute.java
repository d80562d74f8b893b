package org.simplesignin.server.device;

import java.util.Map;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;

/// The token endpoint (RFC 6749 §3.2, RFC 9449 §5). It checks the form and the proof; the grants do the rest.
/// Thread-safe.
public final class TokenRoute {
    private static final int MOST_SECRET_CHARS = 256;

    private final Map<String, Grant> grants;
    private final Dpop dpop;
    private final Limits limits;

    /// Makes the route for these grants, by their `grant_type`.
    public TokenRoute(Map<String, Grant> grants, Dpop dpop, Limits limits) {
        this.grants = Map.copyOf(grants);
        this.dpop = dpop;
        this.limits = limits;
    }

    /// Adds it to the table.
    public void addTo(Routes routes) {
        routes.add("POST", DeviceApi.TOKEN, OAuthErrors.around(dpop, this::token));
    }

    private Answer token(Call call) {
        limits.take(Limit.TOKEN_REQUESTS_PER_ADDRESS, call.address().prefix());
        Map<String, String> form = call.form();
        String grantType = form.getOrDefault("grant_type", "");
        if (grantType.isEmpty()) {
            throw RefusedException.malformed("grant_type is missing");
        }
        Grant grant = grants.get(grantType);
        if (grant == null) {
            throw new RefusedException(
                    ProblemCode.UNSUPPORTED_GRANT_TYPE, "Send one of the grant types of the server's metadata");
        }
        OAuthErrors.requireClient(form, false);
        String secret = secret(form, grant.secretParameter());
        DpopProof proof = dpop.verify(call, null);
        return Answer.json(grant.token(secret, form, proof.key(), () -> dpop.spend(proof)));
    }

    private static String secret(Map<String, String> form, String name) {
        String value = form.getOrDefault(name, "");
        if (value.isBlank() || value.length() > MOST_SECRET_CHARS) {
            throw RefusedException.malformed(name + " must have 1 to " + MOST_SECRET_CHARS + " characters");
        }
        return value;
    }
}
