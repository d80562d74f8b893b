package org.simplesignin.tokens;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** An SSI token of the right form and with the right header. Nothing that it says may be believed yet. */
final class UnverifiedSsiToken {
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "kid");

    private final byte[] signed;
    private final byte[] signature;
    private final Map<String, Json> claims;

    private UnverifiedSsiToken(byte[] signed, byte[] signature, Map<String, Json> claims) {
        this.signed = signed;
        this.signature = signature;
        this.claims = claims;
    }

    static UnverifiedSsiToken parse(@Nullable String token) throws InvalidTokenException {
        if (token == null) {
            throw new InvalidTokenException(Reason.NOT_COMPACT_JWS);
        }
        if (token.length() > SsiTokenVerifier.MAX_TOKEN_LENGTH) {
            throw new InvalidTokenException(Reason.TOO_LONG); // before any work that grows with the length
        }
        byte[][] parts = parts(token);
        checkHeader(object(parts[0]));
        String signed = token.substring(0, token.lastIndexOf('.'));
        return new UnverifiedSsiToken(signed.getBytes(StandardCharsets.US_ASCII), parts[2], object(parts[1]));
    }

    private static byte[][] parts(String token) throws InvalidTokenException {
        byte[][] parts = CompactForm.parts(token, 3);
        if (parts == null) {
            throw new InvalidTokenException(Reason.NOT_COMPACT_JWS);
        }
        return parts;
    }

    private static Map<String, Json> object(byte[] json) throws InvalidTokenException {
        try {
            return StrictJson.object(json);
        } catch (StrictJson.Refused e) {
            throw new InvalidTokenException(Reason.NOT_STRICT_JSON);
        }
    }

    /** RFC 8725 §3.1, §3.10, §3.11: one algorithm, one type, and no key that the token brings along. */
    private static void checkHeader(Map<String, Json> header) throws InvalidTokenException {
        // crit, jwk, jku, x5u, x5c, zip, p2c and everything else that could change how the token is read.
        if (!HEADER_MEMBERS.containsAll(header.keySet())) {
            throw new InvalidTokenException(Reason.HEADER);
        }
        if (header.containsKey("kid") && !CompactForm.isKid(header.get("kid"))) {
            throw new InvalidTokenException(Reason.HEADER); // kids end up in file names and queries: RFC 8725 §3.10
        }
        if (!new Json.Text(TokenSchema.SSI_TOKEN).equals(header.get("typ"))) {
            throw new InvalidTokenException(Reason.TYPE);
        }
        if (!new Json.Text("ES256").equals(header.get("alg"))) {
            throw new InvalidTokenException(Reason.ALGORITHM);
        }
    }

    byte[] signed() {
        return signed;
    }

    byte[] signature() {
        return signature;
    }

    Map<String, Json> claims() {
        return claims;
    }
}
