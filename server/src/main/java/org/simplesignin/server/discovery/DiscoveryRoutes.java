package org.simplesignin.server.discovery;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.keys.WrappingKeys;

/// The metadata of the authorization server, plain and signed, and the key to check the signature with. They are the
/// same for as long as the server runs.
public final class DiscoveryRoutes {
    private static final String MAY_BE_KEPT = "public, max-age=3600";

    private final Map<String, Object> metadata;
    private final String keys;

    /// Makes the routes; opens the signing key, or makes it.
    ///
    /// @param publicUrl where devices believe to be talking to: the issuer (RFC 8414 §2)
    /// @param grantTypes those of the token endpoint
    public DiscoveryRoutes(
            String publicUrl,
            Set<String> grantTypes,
            ServerSecrets secrets,
            WrappingKeys wrappingKeys,
            SecureRandom random) {
        SigningKey key = SigningKey.open(secrets, wrappingKeys, random);
        Map<String, Object> members = members(publicUrl, grantTypes);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(publicUrl); // RFC 8414 §2.1
        members.forEach(claims::claim);
        members.put("signed_metadata", key.sign(claims.build()));
        this.metadata = members;
        this.keys = "{\"keys\":[" + key.publicJwk() + "]}";
    }

    private static Map<String, Object> members(String publicUrl, Set<String> grantTypes) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", publicUrl);
        members.put("token_endpoint", publicUrl + DeviceApi.TOKEN);
        members.put("device_authorization_endpoint", publicUrl + DeviceApi.DEVICE_AUTHORIZATION); // RFC 8628 §4
        members.put("revocation_endpoint", publicUrl + DeviceApi.REVOCATION);
        members.put("jwks_uri", publicUrl + DeviceApi.KEYS);
        members.put("grant_types_supported", grantTypes.stream().sorted().toList());
        // There is no authorization endpoint, and the member is mandatory.
        members.put("response_types_supported", List.of());
        members.put("token_endpoint_auth_methods_supported", List.of("none"));
        members.put("revocation_endpoint_auth_methods_supported", List.of("none"));
        members.put("dpop_signing_alg_values_supported", List.of("ES256")); // RFC 9449 §5.1
        return members;
    }

    /// Adds them to the table.
    public void addTo(Routes routes) {
        routes.add("GET", DeviceApi.METADATA, call -> {
            call.answerHeader("Cache-Control", MAY_BE_KEPT);
            return Answer.json(metadata);
        });
        routes.add("GET", DeviceApi.KEYS, call -> {
            call.answerHeader("Cache-Control", MAY_BE_KEPT);
            return Answer.text("application/jwk-set+json", keys);
        });
    }
}
