package org.simplesignin.server.device;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECFieldFp;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.KeyThumbprint;

/// Verifies DPoP proofs (RFC 9449 §4.3): one header, three strict base64url parts, `typ` dpop+jwt, ES256 and nothing
/// else, a public P-256 key, the signature, `htm`, `htu`, `ath`, `nonce`. Spending the `jti` is left to [SpentProofs].
/// Thread-safe.
///
/// The signature is Nimbus's work, behind these stricter checks. `iat` must be there but decides nothing: the nonce
/// does.
final class DpopVerifier {
    private static final int MOST_CHARS = 4096;
    private static final Pattern COMPACT =
            Pattern.compile("([A-Za-z0-9_-]{1,2048})\\.([A-Za-z0-9_-]{1,2048})\\.([A-Za-z0-9_-]{86})");
    private static final Pattern COORDINATE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final BigInteger PRIME =
            ((ECFieldFp) Curve.P_256.toECParameterSpec().getCurve().getField()).getP();
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Set<String> HEADER_MEMBERS = Set.of("typ", "alg", "jwk");
    private static final Set<String> KEY_MEMBERS = Set.of("kty", "crv", "x", "y", "kid", "use", "alg");

    private final String publicUrl;
    private final DpopNonces nonces;

    /// Makes one; `publicUrl`, without a slash at its end, is where devices believe to be talking to.
    DpopVerifier(String publicUrl, DpopNonces nonces) {
        this.publicUrl = publicUrl;
        this.nonces = nonces;
    }

    /// Returns the verified proof of this call.
    ///
    /// @param accessToken the token that the proof must name in `ath`, or null at the token endpoint
    /// @throws RefusedException `invalid_dpop_proof`, or `use_dpop_nonce` where only a fresh nonce is missing
    DpopProof verify(Call call, @Nullable String accessToken) {
        String compact = call.header("DPoP").orElseThrow(() -> refused("Send a DPoP proof in the header DPoP"));
        var parts = COMPACT.matcher(compact);
        if (compact.length() > MOST_CHARS || !parts.matches() || !isCanonical(parts.group(3))) {
            throw refused("The proof must be a compact JWS with a signature of 64 bytes, at most 4 KiB");
        }
        ECKey key = key(object(parts.group(1)));
        Map<?, ?> claims = object(parts.group(2));
        requireClaims(claims, call, accessToken);
        long window = window(claims);
        requireSignature(key, parts.group(1), parts.group(2), parts.group(3));
        return new DpopProof(thumbprint(key), text(claims, "jti"), window);
    }

    private static ECKey key(Map<?, ?> header) {
        // Exactly these members: whatever else a header can say (crit, jku, x5c, kid, zip, b64) has no meaning here.
        if (!header.keySet().equals(HEADER_MEMBERS)
                || !"dpop+jwt".equals(header.get("typ"))
                || !"ES256".equals(header.get("alg"))
                || !(header.get("jwk") instanceof Map<?, ?> jwk)) {
            throw refused("The proof's header must be typ dpop+jwt, alg ES256 and jwk");
        }
        if (!KEY_MEMBERS.containsAll(jwk.keySet())
                || !"EC".equals(jwk.get("kty"))
                || !"P-256".equals(jwk.get("crv"))
                || !isCoordinate(jwk.get("x"))
                || !isCoordinate(jwk.get("y"))) {
            throw refused("The proof's jwk must be a public P-256 key and nothing more");
        }
        try {
            return new ECKey.Builder(Curve.P_256, Base64URL.from(text(jwk, "x")), Base64URL.from(text(jwk, "y")))
                    .build();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw refused("The proof's jwk must be a point on P-256");
        }
    }

    /// A coordinate has one text only: the thumbprint is the hash of the texts, and with a second one a key could use
    /// each proof once more. So no bits that say nothing (RFC 4648 §3.5), and a number below the field's prime
    /// (SEC 1 §3.2.2.1), as the check of the curve reckons modulo the prime.
    private static boolean isCoordinate(@Nullable Object value) {
        return value instanceof String text
                && COORDINATE.matcher(text).matches()
                && isCanonical(text)
                && new BigInteger(1, Base64.getUrlDecoder().decode(text)).compareTo(PRIME) < 0;
    }

    private static boolean isCanonical(String text) {
        return text(Base64.getUrlDecoder().decode(text)).equals(text);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void requireClaims(Map<?, ?> claims, Call call, @Nullable String accessToken) {
        if (!call.method().equals(claims.get("htm"))) {
            throw refused("htm must be the method of the request");
        }
        if (!(publicUrl + call.path()).equals(claims.get("htu"))) {
            throw refused("htu must be the public URL of this server and the path, without a query");
        }
        if (!(claims.get("iat") instanceof Integer || claims.get("iat") instanceof Long)) {
            throw refused("iat must be a whole number");
        }
        if (!(claims.get("jti") instanceof String id) || !ID.matcher(id).matches()) {
            throw refused("jti must be 1 to 128 visible ASCII characters");
        }
        if (accessToken != null && !hash(accessToken).equals(claims.get("ath"))) {
            throw refused("ath must be the hash of the access token");
        }
    }

    private static void requireSignature(ECKey key, String header, String payload, String signature) {
        byte[] signed = (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
        try {
            if (new ECDSAVerifier(key).verify(new JWSHeader(JWSAlgorithm.ES256), signed, Base64URL.from(signature))) {
                return;
            }
        } catch (JOSEException e) {
            throw refused("The proof's jwk must be a point on P-256");
        }
        throw refused("The proof's signature must be made with the key in its header");
    }

    private long window(Map<?, ?> claims) {
        OptionalLong window =
                claims.get("nonce") instanceof String nonce ? nonces.goodWindow(nonce) : OptionalLong.empty();
        return window.orElseThrow(DpopNonces::refused);
    }

    private static KeyThumbprint thumbprint(ECKey key) {
        try {
            return new KeyThumbprint(key.computeThumbprint().toString());
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    private static Map<?, ?> object(String part) {
        try {
            if (isCanonical(part)) {
                return Json.read(Base64.getUrlDecoder().decode(part), Map.class, MOST_CHARS);
            }
        } catch (IllegalArgumentException | MalformedMessageException e) {
            throw refused("The proof's parts must be strict base64url of strict JSON");
        }
        throw refused("The proof's parts must be strict base64url of strict JSON");
    }

    private static String text(Map<?, ?> members, String name) {
        return String.valueOf(members.get(name));
    }

    private static String hash(String accessToken) {
        try {
            return text(MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    private static RefusedException refused(String detail) {
        return new RefusedException(ProblemCode.INVALID_DPOP_PROOF, detail);
    }
}
