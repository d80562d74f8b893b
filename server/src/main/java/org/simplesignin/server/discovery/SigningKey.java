package org.simplesignin.server.discovery;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Arrays;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;

/// The server's own signing key: EC P-256 for ES256, made at the first start and stored wrapped, the same on every
/// node. Its id is its thumbprint (RFC 7638). Thread-safe; prints as `[redacted]`.
final class SigningKey {
    private static final String SECRET_NAME = "oauth-signing-key";
    private static final BoundTo BOUND_TO = BoundTo.of("server-secret", SECRET_NAME);

    private final ECKey key;

    private SigningKey(ECKey key) {
        this.key = key;
    }

    /// Opens the stored key, or makes it at the first start.
    ///
    /// @throws UnusableConfigurationException where it does not open under the wrapping keys
    static SigningKey open(ServerSecrets secrets, WrappingKeys wrappingKeys, SecureRandom random) {
        Wrapped stored = secrets.secret(SECRET_NAME)
                .orElseGet(() -> secrets.addOrExisting(SECRET_NAME, wrappingKeys.wrap(fresh(random), BOUND_TO)));
        try {
            byte[] jwk = wrappingKeys.unwrap(stored, BOUND_TO);
            SigningKey opened = new SigningKey(ECKey.parse(new String(jwk, StandardCharsets.UTF_8)));
            Arrays.fill(jwk, (byte) 0);
            return opened;
        } catch (UnwrapException | ParseException e) {
            throw new UnusableConfigurationException(
                    "the server's signing key does not open: restore the wrapping-keys.json that belongs to this database",
                    e);
        }
    }

    private static byte[] fresh(SecureRandom random) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .secureRandom(random)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java runtime lacks P-256", e);
        }
    }

    /// Returns the public half as a JWK.
    String publicJwk() {
        return key.toPublicJWK().toJSONString();
    }

    /// Returns these claims as a compact JWS.
    String sign(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the server's signing key does not sign", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[redacted]";
    }
}
