package org.simplesignin.protocol.device;

import java.util.Objects;

/**
 * Answers a token request (RFC 6749 §5.1 with RFC 9449 §5). Printing it shows no token.
 *
 * @param token_type {@code DPoP}
 * @param expires_in the life of the access token, in seconds
 */
public record TokenAnswer(String access_token, String token_type, long expires_in, String refresh_token) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public TokenAnswer {
        Objects.requireNonNull(access_token, "access_token");
        Objects.requireNonNull(token_type, "token_type");
        Objects.requireNonNull(refresh_token, "refresh_token");
    }

    @Override
    public String toString() {
        return "TokenAnswer[[redacted]]";
    }
}
