package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What holds for any token: nothing in it can be changed, and what goes in comes out. */
final class TokenProperties {
    private static final String TOKEN =
            new Forge().linkContent("c.plan", "gold").token();
    private static final String LINK_TOKEN = new Forge().linkToken();
    private static final AppKeyPair APP = AppKeyPair.generate(2048, new SecureRandom());

    @Property(tries = 3000)
    void anyChangedCharacterOfAnSsiTokenIsRefused(@ForAll @IntRange(max = 99_999) int at, @ForAll char with) {
        assertRefusedUnlessSame(changed(TOKEN, at % TOKEN.length(), with), TOKEN);
    }

    @Property(tries = 2000)
    void anyCharacterChangedToAnotherOfBase64UrlIsRefused(
            @ForAll @IntRange(max = 99_999) int at, @ForAll("base64Url") char with) {
        assertRefusedUnlessSame(changed(TOKEN, at % TOKEN.length(), with), TOKEN);
    }

    @Property(tries = 1500)
    void anyRemovedInsertedOrDoubledPieceIsRefused(
            @ForAll @IntRange(max = 99_999) int from,
            @ForAll @IntRange(min = 1, max = 60) int length,
            @ForAll boolean twice) {
        int start = from % TOKEN.length();
        int end = Math.min(TOKEN.length(), start + length);
        String piece = twice ? TOKEN.substring(start, end).repeat(2) : "";
        assertRefusedUnlessSame(TOKEN.substring(0, start) + piece + TOKEN.substring(end), TOKEN);
    }

    @Property(tries = 1500)
    void anyFlippedBitOfAnSsiTokenIsRefused(@ForAll @IntRange(max = 999_999) int bit) {
        String flipped = flipped(TOKEN, 3, bit);
        assertRefusedUnlessSame(flipped, TOKEN);
    }

    @Property(tries = 1500)
    void anyFlippedBitOfALinkTokenIsRefused(@ForAll @IntRange(max = 999_999) int bit) {
        refusedLinkToken(flipped(LINK_TOKEN, 5, bit));
    }

    @Property(tries = 1500)
    void anyChangedCharacterOfALinkTokenIsRefused(
            @ForAll @IntRange(max = 99_999) int at, @ForAll("base64Url") char with) {
        String changed = changed(LINK_TOKEN, at % LINK_TOKEN.length(), with);
        if (!changed.equals(LINK_TOKEN)) {
            refusedLinkToken(changed);
        }
    }

    /** Asks the reader itself: inside an SSI token the signature would refuse it anyway. */
    private static void refusedLinkToken(String token) {
        LinkTokenReader reader = new LinkTokenReader(Forge.keys());
        assertThrows(InvalidTokenException.class, () -> reader.read(token));
    }

    private static void assertRefusedUnlessSame(String token, String original) {
        if (!token.equals(original)) {
            SsiTokenVerifier verifier = Forge.verifier().build();
            assertThrows(InvalidTokenException.class, () -> verifier.verify(token, "SSI-TOKEN-1.0"));
        }
    }

    private static String changed(String token, int at, char with) {
        return token.substring(0, at) + with + token.substring(at + 1);
    }

    /** Flips one bit of what one part decodes to, so that the form stays right. */
    private static String flipped(String token, int count, int bit) {
        String[] parts = token.split("\\.", -1);
        int part = bit % count;
        byte[] bytes = Base64Url.decode(parts[part]);
        int at = bit / count % (bytes.length * 8);
        bytes[at / 8] ^= (byte) (1 << at % 8);
        parts[part] = Base64Url.encode(bytes);
        return String.join(".", parts);
    }

    @Property(tries = 300)
    void whateverIsIssuedIsVerifiedAndComesOutAgain(
            @ForAll("visible") String amazonUserId,
            @ForAll("partnerUserIds") String partnerUserId,
            @ForAll("ids") String id,
            @ForAll("visible") String nonce,
            @ForAll("custom") Map<String, String> custom,
            @ForAll @LongRange(max = 253_402_000_000L) long now,
            @ForAll @IntRange(min = 1, max = 86_400) int life,
            @ForAll boolean present,
            @ForAll boolean small)
            throws Exception {
        LinkTokenKeys keys = LinkTokenKeys.generate(small ? 128 : 256);
        LinkCredentials credentials = LinkTokenIssuer.of(keys, APP.publicKey())
                .issue(AmazonUserId.of(amazonUserId), PartnerUserId.of(partnerUserId), custom);
        LinkSigningKey signingKey = APP.decryptLinkSigningKey(credentials.linkSigningKey());
        SsiTokenClaims claims = SsiTokenClaims.of(
                        IdentityProviderName.of(Forge.AUDIENCE),
                        AmazonUserId.of(amazonUserId),
                        LinkToken.of(credentials.linkToken()),
                        LinkId.of(id),
                        AppId.of(id),
                        DirectedDeviceId.of(id))
                .withNonce(Nonce.of(nonce));
        Clock clock = Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC);
        String token = SsiTokenIssuer.of(Forge.ISSUER, Duration.ofSeconds(life), clock, new SecureRandom())
                .issue(present ? claims.withUserPresent() : claims, signingKey);

        VerifiedSsiToken verified = SsiTokenVerifier.builder(
                        keys, Forge.ISSUER, IdentityProviderName.of(Forge.AUDIENCE))
                .clock(clock)
                .build()
                .verify(token, "SSI-TOKEN-1.0", Nonce.of(nonce));

        assertEquals(amazonUserId, verified.amazonUserId().value());
        assertEquals(partnerUserId, verified.partnerUserId().value());
        assertEquals(id, verified.linkId().value());
        assertEquals(custom, verified.customMembers());
        assertEquals(present, verified.userPresent());
        assertEquals(Instant.ofEpochSecond(now), verified.issuedAt());
        assertEquals(
                Duration.ofSeconds(present ? Math.min(life, 120) : life),
                Duration.between(verified.issuedAt(), verified.expiresAt()));
    }

    @Property(tries = 2000)
    void bytesHaveExactlyOneBase64UrlText(@ForAll @Size(max = 40) byte[] bytes) {
        String text = Base64Url.encode(bytes);
        assertArrayEquals(bytes, Base64Url.decode(text));
        for (String other : List.of(text + "=", text + "==", " " + text, text + "\n", text + "A==")) {
            assertThrows(IllegalArgumentException.class, () -> Base64Url.decode(other));
        }
    }

    @Provide
    Arbitrary<Character> base64Url() {
        return Arbitraries.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
                .chars()
                .mapToObj(c -> (char) c)
                .toList());
    }

    @Provide
    Arbitrary<String> visible() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(256);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("._:-")
                .ofMaxLength(127)
                .map(rest -> "x" + rest);
    }

    @Provide
    Arbitrary<String> partnerUserIds() {
        return Arbitraries.strings()
                .withCharRange(' ', '\uFFFD')
                .ofMaxLength(200)
                .map(text -> "u"
                        + text.codePoints()
                                .filter(c -> !Character.isISOControl(c) && !(c >= 0xD800 && c <= 0xDFFF))
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
    }

    @Provide
    Arbitrary<Map<String, String>> custom() {
        Arbitrary<String> names =
                Arbitraries.strings().alpha().withChars("._-").ofMinLength(1).ofMaxLength(64);
        Arbitrary<String> values =
                Arbitraries.strings().withCharRange('\u0000', '\uD7FF').ofMaxLength(50);
        return Arbitraries.maps(names, values).ofMaxSize(8);
    }
}
