package org.simplesignin.tokens;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/**
 * Decides whether an SSI token may sign somebody in; for partner backends.
 *
 * <p>The checks run in the order of specification §4 and stop at the first that fails. A verifier knows its link token keys,
 * one platform ({@code iss}) and one identity provider ({@code aud}); nothing in a token can change that. It keeps no state
 * but its {@link ReplayCache} and is safe for use by many threads.
 */
public final class SsiTokenVerifier {
    /** The longest SSI token that is looked at, in characters. */
    public static final int MAX_TOKEN_LENGTH = 16 * 1024;

    /** How far the clocks of platform and backend may be apart. */
    public static final Duration SKEW = Duration.ofSeconds(60);

    static final int MAX_ISSUER_LENGTH = 512;

    private final LinkTokenReader linkTokens;
    private final String issuer;
    private final IdentityProviderName audience;
    private final Clock clock;
    private final ReplayCache replayCache;
    private final boolean userPresentRequired;

    private SsiTokenVerifier(Builder builder) {
        linkTokens = new LinkTokenReader(builder.keys);
        issuer = builder.issuer;
        audience = builder.audience;
        clock = builder.clock;
        replayCache = builder.replayCache;
        userPresentRequired = builder.userPresentRequired;
    }

    /**
     * Starts a verifier.
     *
     * @param keys all link token keys whose links shall still work
     * @param issuer the platform, exactly as it writes {@code iss}; 1 to 512 visible ASCII characters
     * @param audience your {@code identityProviderName}
     */
    public static Builder builder(LinkTokenKeys keys, String issuer, IdentityProviderName audience) {
        return new Builder(keys, issuer, audience);
    }

    /**
     * Verifies an SSI token.
     *
     * @param token the token, as the app sent it
     * @param schema its schema, as the app sent it
     * @throws InvalidTokenException when any check fails, also when a parameter is null
     */
    public VerifiedSsiToken verify(@Nullable String token, @Nullable String schema) throws InvalidTokenException {
        return verifyAll(token, schema, null);
    }

    /**
     * Verifies an SSI token that must hold the given nonce.
     *
     * @param expected the nonce that this backend gave the app for this sign-in
     * @throws InvalidTokenException when any check fails, also when token or schema is null
     */
    public VerifiedSsiToken verify(@Nullable String token, @Nullable String schema, Nonce expected)
            throws InvalidTokenException {
        return verifyAll(token, schema, Objects.requireNonNull(expected, "expected"));
    }

    /** Specification §4, "Verifying": the order of these lines is the order there. */
    private VerifiedSsiToken verifyAll(@Nullable String token, @Nullable String schema, @Nullable Nonce expected)
            throws InvalidTokenException {
        check(TokenSchema.SSI_TOKEN.equals(schema), Reason.SCHEMA);
        UnverifiedSsiToken unverified = UnverifiedSsiToken.parse(token);
        LinkTokenContent content = linkTokens.read(SsiTokenPayload.linkToken(unverified.claims()));
        SsiTokenPayload payload = SsiTokenPayload.parse(unverified.claims());
        check(unverified.isSignedBy(content.verificationKey()), Reason.SIGNATURE);
        check(same(payload.audience().value(), audience.value()), Reason.AUDIENCE);
        check(same(payload.issuer(), issuer), Reason.ISSUER);
        checkTimes(payload, clock.instant());
        check(same(payload.subject().value(), content.amazonUserId().value()), Reason.SUBJECT);
        check(expected == null || holds(payload.nonce(), expected), Reason.NONCE);
        check(payload.userPresent() || !userPresentRequired, Reason.USER_NOT_PRESENT);
        checkFirstUse(payload); // last: a token that is refused for another reason must not be used up
        return new VerifiedSsiToken(payload, content);
    }

    private static void check(boolean good, Reason reason) throws InvalidTokenException {
        if (!good) {
            throw new InvalidTokenException(reason);
        }
    }

    /** Valid from {@code iat} on, inclusive, up to {@code exp}, exclusive, with the skew on both sides (RFC 7519 §4.1.4). */
    private static void checkTimes(SsiTokenPayload payload, Instant now) throws InvalidTokenException {
        check(!payload.issuedAt().isAfter(now.plus(SKEW)), Reason.NOT_YET_VALID);
        check(payload.expiresAt().isAfter(payload.issuedAt()), Reason.EXPIRED);
        check(payload.expiresAt().plus(SKEW).isAfter(now), Reason.EXPIRED);
    }

    private static boolean holds(@Nullable Nonce nonce, Nonce expected) {
        return nonce != null && same(nonce.value(), expected.value());
    }

    /** Compares in a time that does not depend on where the first difference is. */
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private void checkFirstUse(SsiTokenPayload payload) throws InvalidTokenException {
        ReplayCache.Answer answer =
                replayCache.use(payload.id(), payload.expiresAt().plus(SKEW));
        check(answer != ReplayCache.Answer.SEEN, Reason.REPLAYED);
        check(answer == ReplayCache.Answer.FIRST_USE, Reason.REPLAY_CACHE_FULL);
    }

    /** Collects what a verifier needs. Not safe for use by many threads. */
    public static final class Builder {
        private final LinkTokenKeys keys;
        private final String issuer;
        private final IdentityProviderName audience;
        private Clock clock = Clock.systemUTC();
        private ReplayCache replayCache = ReplayCache.NONE;
        private boolean userPresentRequired;

        private Builder(LinkTokenKeys keys, String issuer, IdentityProviderName audience) {
            this.keys = Objects.requireNonNull(keys, "keys");
            this.issuer = Require.visibleAscii("issuer", issuer, MAX_ISSUER_LENGTH);
            this.audience = Objects.requireNonNull(audience, "audience");
        }

        /** Sets the clock; the system's unless set. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Sets the memory of accepted tokens; {@link ReplayCache#NONE} unless set: tokens can be used until they expire. */
        public Builder replayCache(ReplayCache replayCache) {
            this.replayCache = Objects.requireNonNull(replayCache, "replayCache");
            return this;
        }

        /** Lets only tokens pass that were made after the customer chose the link in a dialog. */
        public Builder requireUserPresent() {
            userPresentRequired = true;
            return this;
        }

        /** Returns the verifier. */
        public SsiTokenVerifier build() {
            return new SsiTokenVerifier(this);
        }
    }
}
