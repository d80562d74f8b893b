package org.simplesignin.client.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Secrets;

/// Makes DPoP proofs (RFC 9449, section 4.2): each says that the holder of the device key sends this very request.
/// Thread-safe.
public final class DpopProofs {
    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");

    private final DeviceKey key;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param clock may be wrong: the server goes by the nonce (design/security.md T19)
    public DpopProofs(DeviceKey key, Clock clock, RandomGenerator random) {
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /// Returns a new proof, never to be sent twice.
    ///
    /// @param target without query and fragment (`htu`)
    /// @param nonce from the server's last `DPoP-Nonce`, absent before the first
    /// @param accessToken the token that the request carries (`ath`), absent where it carries none
    String proof(String method, URI target, @Nullable String nonce, @Nullable String accessToken) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("htm", method);
        claims.put("htu", target.toString());
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("jti", Secrets.generate(random));
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        if (accessToken != null) {
            claims.put("ath", Secrets.fingerprint(accessToken));
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .jwk(key.jwk())
                .build();
        JWSObject proof = new JWSObject(header, new Payload(claims));
        try {
            proof.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot sign with ES256", e);
        }
        return proof.serialize();
    }
}
