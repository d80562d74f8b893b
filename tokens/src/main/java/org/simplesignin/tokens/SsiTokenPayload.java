package org.simplesignin.tokens;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** The claims of an SSI token, complete and each of the right type and size; what they say is not yet believed. */
record SsiTokenPayload(
        String issuer,
        IdentityProviderName audience,
        AmazonUserId subject,
        LinkId linkId,
        AppId app,
        DirectedDeviceId device,
        Instant issuedAt,
        Instant expiresAt,
        TokenId id,
        @Nullable Nonce nonce,
        boolean userPresent) {
    /** 9999-12-31T23:59:59Z: no sum with it overflows, and every date format can write it. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Returns the link token inside, which says itself with which key it must be read. */
    static String linkToken(Map<String, Json> claims) throws InvalidTokenException {
        String linkToken = text(claims, "link_token");
        if (!text(claims, "link_token_schema").equals(TokenSchema.LINK_TOKEN)) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
        }
        return linkToken;
    }

    static SsiTokenPayload parse(Map<String, Json> claims) throws InvalidTokenException {
        return new SsiTokenPayload(
                id(claims, "iss", issuer -> Require.visibleAscii("iss", issuer, SsiTokenVerifier.MAX_ISSUER_LENGTH)),
                id(claims, "aud", IdentityProviderName::of),
                id(claims, "sub", AmazonUserId::of),
                id(claims, "link_id", LinkId::of),
                id(claims, "app", AppId::of),
                id(claims, "device", DirectedDeviceId::of),
                time(claims, "iat"),
                time(claims, "exp"),
                id(claims, "jti", TokenId::of),
                claims.containsKey("nonce") ? id(claims, "nonce", Nonce::of) : null,
                claims.containsKey("user_present") && yes(claims, "user_present"));
    }

    private static Json mandatory(Map<String, Json> claims, String name) throws InvalidTokenException {
        Json value = claims.get(name);
        if (value == null) {
            throw new InvalidTokenException(Reason.CLAIM_MISSING);
        }
        return value;
    }

    private static String text(Map<String, Json> claims, String name) throws InvalidTokenException {
        if (mandatory(claims, name) instanceof Json.Text text) {
            return text.value();
        }
        throw new InvalidTokenException(Reason.CLAIM_MALFORMED);
    }

    private static <T> T id(Map<String, Json> claims, String name, Function<String, T> of)
            throws InvalidTokenException {
        String value = text(claims, name);
        try {
            return of.apply(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidTokenException(Reason.CLAIM_MALFORMED);
        }
    }

    /** Whole seconds only: a fraction or a string is read as different times by different readers. */
    private static Instant time(Map<String, Json> claims, String name) throws InvalidTokenException {
        if (mandatory(claims, name) instanceof Json.Whole seconds
                && seconds.value() >= 0
                && seconds.value() <= LAST_SECOND) {
            return Instant.ofEpochSecond(seconds.value());
        }
        throw new InvalidTokenException(Reason.CLAIM_MALFORMED);
    }

    private static boolean yes(Map<String, Json> claims, String name) throws InvalidTokenException {
        if (mandatory(claims, name) instanceof Json.Bool bool) {
            return bool.value();
        }
        throw new InvalidTokenException(Reason.CLAIM_MALFORMED);
    }
}
