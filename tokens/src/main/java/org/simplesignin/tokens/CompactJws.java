package org.simplesignin.tokens;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** A compact JWS (RFC 7515 §7.1) with ES256, of the right form, not yet verified. */
final class CompactJws {
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "kid");

    private final Map<String, Json> header;
    private final byte[] signed;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJws(Map<String, Json> header, byte[] signed, byte[] payload, byte[] signature) {
        this.header = header;
        this.signed = signed;
        this.payload = payload;
        this.signature = signature;
    }

    /** Takes a token apart and checks its header; the caller limits its length. */
    static CompactJws parse(String token) throws InvalidTokenException {
        byte[][] parts = CompactForm.parts(token, 3);
        if (parts == null) {
            throw new InvalidTokenException(Reason.NOT_COMPACT_JWS);
        }
        Map<String, Json> header = object(parts[0]);
        checkHeader(header);
        byte[] signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
        return new CompactJws(header, signed, parts[1], parts[2]);
    }

    /** RFC 8725 §3.1, §3.10: one algorithm, and no key that the token brings along. */
    private static void checkHeader(Map<String, Json> header) throws InvalidTokenException {
        // No crit, jwk, jku, x5u, x5c, zip, p2c, nor anything else that could change how the token is read.
        if (!HEADER_MEMBERS.containsAll(header.keySet())) {
            throw new InvalidTokenException(Reason.HEADER);
        }
        if (header.containsKey("kid") && !CompactForm.isKid(header.get("kid"))) {
            throw new InvalidTokenException(Reason.HEADER); // kids end up in file names and queries
        }
        if (!new Json.Text("ES256").equals(header.get("alg"))) {
            throw new InvalidTokenException(Reason.ALGORITHM);
        }
    }

    static Map<String, Json> object(byte[] json) throws InvalidTokenException {
        try {
            return StrictJson.object(json);
        } catch (StrictJson.Refused e) {
            throw new InvalidTokenException(Reason.NOT_STRICT_JSON);
        }
    }

    Map<String, Json> header() {
        return header;
    }

    byte[] payload() {
        return payload;
    }

    boolean isSignedBy(LinkVerificationKey key) {
        return key.verifies(signed, signature);
    }
}
