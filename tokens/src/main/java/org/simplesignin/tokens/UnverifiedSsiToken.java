package org.simplesignin.tokens;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** An SSI token of the right form and with the right header. Nothing that it says may be believed yet. */
final class UnverifiedSsiToken {
    private final CompactJws jws;
    private final Map<String, Json> claims;

    private UnverifiedSsiToken(CompactJws jws, Map<String, Json> claims) {
        this.jws = jws;
        this.claims = claims;
    }

    static UnverifiedSsiToken parse(@Nullable String token) throws InvalidTokenException {
        if (token == null) {
            throw new InvalidTokenException(Reason.NOT_COMPACT_JWS);
        }
        if (token.length() > SsiTokenVerifier.MAX_TOKEN_LENGTH) {
            throw new InvalidTokenException(Reason.TOO_LONG); // before any work that grows with the length
        }
        CompactJws jws = CompactJws.parse(token);
        // RFC 8725 §3.11: a JWS made for something else, signed with the same key, is no SSI token.
        if (!new Json.Text(TokenSchema.SSI_TOKEN).equals(jws.header().get("typ"))) {
            throw new InvalidTokenException(Reason.TYPE);
        }
        return new UnverifiedSsiToken(jws, CompactJws.object(jws.payload()));
    }

    boolean isSignedBy(LinkVerificationKey key) {
        return jws.isSignedBy(key);
    }

    Map<String, Json> claims() {
        return claims;
    }
}
