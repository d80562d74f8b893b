package org.simplesignin.tokens;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * Makes SSI tokens; for the server. A token is a compact JWS (RFC 7515) with ES256, written without a JOSE library because
 * this is the server's hot path; reading is left to one.
 *
 * <p>It signs with the first provider of the JCA's order, so a quicker one is used where it is installed. Before a token is
 * issued the caller must have made sure that the link is still active and must have written its audit line.
 */
public final class SsiTokenIssuer {
    /** The life of an ordinary token unless the operator says otherwise: it must outlive the 15-minute dialog. */
    public static final Duration DEFAULT_LIFE = Duration.ofMinutes(20);

    /** The longest life of a token with {@code user_present}. */
    public static final Duration USER_PRESENT_LIFE = Duration.ofMinutes(2);

    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final int ID_BYTES = 16; // 128 bits: specification §4
    private static final String HEADER = Base64Url.encode(new JsonWriter(64)
            .text("alg", "ES256")
            .text("typ", TokenSchema.SSI_TOKEN)
            .end()
            .getBytes(StandardCharsets.US_ASCII));

    private final String issuer;
    private final Duration life;
    private final Clock clock;
    private final SecureRandom random;

    private SsiTokenIssuer(String issuer, Duration life, Clock clock, SecureRandom random) {
        this.issuer = Require.visibleAscii("issuer", issuer, SsiTokenVerifier.MAX_ISSUER_LENGTH);
        this.life = Objects.requireNonNull(life, "life");
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("The life of an SSI token is 1 second to 24 hours");
        }
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Returns an issuer.
     *
     * @param issuer {@code iss}: names this platform, usually its URL; 1 to 512 visible ASCII characters
     * @param life of an ordinary token, 1 s to 24 h, cut to whole seconds; {@link #DEFAULT_LIFE} where the operator says nothing
     */
    public static SsiTokenIssuer of(String issuer, Duration life, Clock clock, SecureRandom random) {
        return new SsiTokenIssuer(issuer, life, clock, random);
    }

    /** Makes one SSI token, valid from now on, with a new {@code jti}; at most 16 KiB long. */
    public String issue(SsiTokenClaims claims, LinkSigningKey key) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return sign(payload(claims, TokenId.of(Base64Url.encode(id))), key);
    }

    private String payload(SsiTokenClaims claims, TokenId id) {
        long issuedAt = clock.instant().getEpochSecond();
        JsonWriter json = new JsonWriter(claims.linkToken().value().length() + 768)
                .text("iss", issuer)
                .text("aud", claims.identityProviderName().value())
                .text("sub", claims.amazonUserId().value())
                .text("link_token", claims.linkToken().value())
                .text("link_token_schema", TokenSchema.LINK_TOKEN)
                .text("link_id", claims.linkId().value())
                .text("app", claims.app().value())
                .text("device", claims.device().value())
                .whole("iat", issuedAt)
                .whole("exp", issuedAt + lifeOf(claims).toSeconds())
                .text("jti", id.value());
        Nonce nonce = claims.nonce();
        if (nonce != null) {
            json.text("nonce", nonce.value());
        }
        if (claims.userPresent()) {
            json.yes("user_present");
        }
        return json.end();
    }

    private Duration lifeOf(SsiTokenClaims claims) {
        boolean shorten = claims.userPresent() && life.compareTo(USER_PRESENT_LIFE) > 0;
        return shorten ? USER_PRESENT_LIFE : life;
    }

    private String sign(String payload, LinkSigningKey key) {
        String signed = HEADER + "." + Base64Url.encode(payload.getBytes(StandardCharsets.UTF_8));
        byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII), random);
        return signed + "." + Base64Url.encode(signature);
    }
}
