package org.simplesignin.tokens;

import java.util.Objects;

/**
 * The SSI token was refused. Tell the outside only the message, which is always the same; {@link #reason()} is for your own
 * log and your own decisions. Neither holds anything of the token.
 */
public final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why a token was refused, in the order of the checks (specification §4, "Verifying"). The names are stable. */
    public enum Reason {
        /** The schema handed over with the token is not {@link TokenSchema#SSI_TOKEN}. */
        SCHEMA,
        /** The token is longer than {@link SsiTokenVerifier#MAX_TOKEN_LENGTH} characters. */
        TOO_LONG,
        /** It is not exactly three parts of strict base64url, joined by dots. */
        NOT_COMPACT_JWS,
        /** The header or the payload is not one strict JSON object: duplicates, depth, lone surrogates, BOM. */
        NOT_STRICT_JSON,
        /** The header has a member that is not {@code alg}, {@code typ} or a well-formed {@code kid}: for example {@code crit} or {@code jwk}. */
        HEADER,
        /** {@code alg} is missing or not {@code ES256}. */
        ALGORITHM,
        /** {@code typ} is missing or not {@code SSI-TOKEN-1.0}. */
        TYPE,
        /** {@code link_token} is not a compact JWE of the expected form, or its schema is another one. */
        LINK_TOKEN_FORMAT,
        /** No key of the set has the {@code kid} of the link token. */
        LINK_TOKEN_KEY_UNKNOWN,
        /** The link token does not decrypt under the key that its {@code kid} names. */
        LINK_TOKEN_DECRYPTION,
        /** The decrypted link token lacks a member, or one of them is not what it should be. */
        LINK_TOKEN_CONTENT,
        /** {@code vKey} is not a point on P-256 in X.509 form. */
        LINK_TOKEN_VERIFICATION_KEY,
        /** A mandatory claim is missing; {@code link_token} and its schema are found missing before the others. */
        CLAIM_MISSING,
        /** A claim has another JSON type than it should, or is out of bounds. */
        CLAIM_MALFORMED,
        /** The signature is not 64 bytes, or not one of the link signing key over this token. */
        SIGNATURE,
        /** {@code aud} is another identity provider. */
        AUDIENCE,
        /** {@code iss} is another platform, for example a sandbox. */
        ISSUER,
        /** {@code iat} lies more than 60 s ahead. */
        NOT_YET_VALID,
        /** {@code exp} lies 60 s or more back, or is not after {@code iat}. */
        EXPIRED,
        /** {@code sub} is not the user for whom the link token was made. */
        SUBJECT,
        /** The expected {@code nonce} is not there. */
        NONCE,
        /** The verifier insists on {@code user_present} and the token does not have it. */
        USER_NOT_PRESENT,
        /** A token with this {@code jti} was accepted before. */
        REPLAYED,
        /** The replay cache is full of tokens that are still valid; refusing is safer than forgetting one of them. */
        REPLAY_CACHE_FULL
    }

    private final Reason reason;

    InvalidTokenException(Reason reason) {
        super("The token was refused");
        this.reason = Objects.requireNonNull(reason);
    }

    /** Returns why the token was refused. */
    public Reason reason() {
        return reason;
    }
}
