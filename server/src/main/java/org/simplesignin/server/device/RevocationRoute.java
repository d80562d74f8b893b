package org.simplesignin.server.device;

import java.util.Map;
import java.util.Optional;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;

/// A device takes leave of its customer (RFC 7009): the session of the token ends and the device is removed. As the RFC
/// asks, a token that is good for nothing is no error; nor is one of another key, which ends nothing.
public final class RevocationRoute {
    private static final int MOST_TOKEN_CHARS = 256;

    private final Devices devices;
    private final Removing removing;
    private final Dpop dpop;
    private final Limits limits;

    /// Makes the route.
    public RevocationRoute(Devices devices, Removing removing, Dpop dpop, Limits limits) {
        this.devices = devices;
        this.removing = removing;
        this.dpop = dpop;
        this.limits = limits;
    }

    /// Adds it to the table.
    public void addTo(Routes routes) {
        routes.add("POST", DeviceApi.REVOCATION, OAuthErrors.around(dpop, this::revoke));
    }

    private Answer revoke(Call call) {
        // Before a body is read or a proof verified, as at the token endpoint, and with the same share.
        limits.take(Limit.TOKEN_REQUESTS_PER_ADDRESS, call.address().prefix());
        Map<String, String> form = call.form();
        OAuthErrors.requireClient(form, false);
        String token = form.getOrDefault("token", "");
        if (token.isBlank() || token.length() > MOST_TOKEN_CHARS) {
            throw RefusedException.malformed("token must have 1 to " + MOST_TOKEN_CHARS + " characters");
        }
        DpopProof proof = dpop.verify(call, null);
        Optional<Registration> registration = SessionToken.parse(token).flatMap(sent -> ofToken(sent, proof.key()));
        if (registration.isPresent()) {
            dpop.spend(proof);
            Device device = registration.get().device();
            removing.remove(device.customer(), device.id(), Actor.on(device.id()));
        }
        return Answer.json(Map.of());
    }

    private Optional<Registration> ofToken(SessionToken sent, KeyThumbprint key) {
        SecretHash hash = sent.hash();
        return devices.registration(sent.customer(), sent.device())
                .filter(known -> known.device().key().equals(key))
                .filter(known -> hash.equals(known.session().refresh())
                        || hash.equals(known.session().access())
                        || hash.equals(known.session().previousRefresh())
                        || hash.equals(known.session().previousAccess()));
    }
}
