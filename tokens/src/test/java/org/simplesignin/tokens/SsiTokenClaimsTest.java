package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.tokens.Forge.NOW;
import static org.simplesignin.tokens.Forge.assertRefused;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** The claims: complete, of the right type and size, for this audience, from this platform, now, about this user, once. */
final class SsiTokenClaimsTest {
    private static final Nonce NONCE = Nonce.of("n-0S6_WzA2Mj");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss",
                "aud",
                "sub",
                "link_token",
                "link_token_schema",
                "link_id",
                "app",
                "device",
                "iat",
                "exp",
                "jti"
            })
    void everyMandatoryClaimIsMissed(String claim) {
        String linkToken = new Forge().linkToken();
        new Forge().claim("link_token", linkToken).withoutClaim(claim).refused(Reason.CLAIM_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss",
                "aud",
                "sub",
                "link_token",
                "link_token_schema",
                "link_id",
                "app",
                "device",
                "iat",
                "exp",
                "jti",
                "nonce",
                "user_present"
            })
    void claimOfAnotherJsonTypeIsRefused(String claim) {
        for (Object wrong : List.of(List.of("x"), Map.of("x", "y"), new BigDecimal("1.5"))) {
            new Forge().claim(claim, wrong).refused(Reason.CLAIM_MALFORMED);
        }
        new Forge().claim(claim, null).refused(Reason.CLAIM_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "link_id", "app", "device", "jti", "nonce"})
    void claimThatIsEmptyOrTooLongOrHasStrangeCharactersIsRefused(String claim) {
        for (String wrong : List.of("", " ", "a b", "x".repeat(513), "line\nbreak", "\u202e", "ü", "<script>\u0000")) {
            new Forge().claim(claim, wrong).refused(Reason.CLAIM_MALFORMED);
        }
    }

    @Test
    void tokenIdUnder128BitsIsRefused() {
        new Forge().claim("jti", "A".repeat(21)).refused(Reason.CLAIM_MALFORMED);
    }

    @Test
    void unknownClaimsAreIgnored() throws InvalidTokenException {
        Forge.verify(new Forge().claim("later", Map.of("x", List.of(1, 2))).token());
    }

    @Test
    void claimsAreCheckedForCompletenessBeforeTheSignature() {
        new Forge().signedWith(Forge.OTHER_SCALAR).withoutClaim("aud").refused(Reason.CLAIM_MISSING);
    }

    @Test
    void anotherLinkTokenSchemaIsRefused() {
        new Forge().claim("link_token_schema", "LINK-TOKEN-2.0").refused(Reason.LINK_TOKEN_FORMAT);
    }

    @Test
    void anotherAudienceIsRefused() {
        new Forge().claim("aud", "sample-music").refused(Reason.AUDIENCE);
        new Forge().claim("aud", "sample-video2").refused(Reason.AUDIENCE);
    }

    @Test
    void audienceAsListIsRefused() {
        new Forge().claim("aud", List.of("sample-video", "other")).refused(Reason.CLAIM_MALFORMED);
    }

    @Test
    void anotherIssuerIsRefused() {
        new Forge().claim("iss", "https://ssi.example.org/").refused(Reason.ISSUER);
        new Forge().claim("iss", "https://ssi.example.ORG").refused(Reason.ISSUER);
    }

    @Test
    void sandboxTokenInLiveIsRefused() {
        new Forge().claim("iss", "https://sandbox.ssi.example.org").refused(Reason.ISSUER);
    }

    @Test
    void anotherUserThanInTheLinkTokenIsRefused() {
        new Forge().claim("sub", "amzn1.account.B").refused(Reason.SUBJECT);
        new Forge().linkContent("amznUserId", "amzn1.account.B").refused(Reason.SUBJECT);
    }

    @Test
    void tokenIsValidUpToSixtySecondsBeforeItWasIssued() throws InvalidTokenException {
        verifyAt(NOW.minusSeconds(60));
        assertRefusedAt(NOW.minusSeconds(60).minusNanos(1), Reason.NOT_YET_VALID);
        assertRefusedAt(NOW.minusSeconds(61), Reason.NOT_YET_VALID);
        assertRefusedAt(Instant.EPOCH, Reason.NOT_YET_VALID);
    }

    @Test
    void tokenIsValidUntilSixtySecondsAfterItsEndExclusive() throws InvalidTokenException {
        Instant end = NOW.plusSeconds(1200);
        verifyAt(end.minusSeconds(1));
        verifyAt(end);
        verifyAt(end.plusSeconds(60).minusNanos(1));
        assertRefusedAt(end.plusSeconds(60), Reason.EXPIRED);
        assertRefusedAt(end.plusSeconds(61), Reason.EXPIRED);
        assertRefusedAt(Instant.parse("2038-01-19T03:14:08Z"), Reason.EXPIRED);
    }

    @Test
    void tokenThatEndsWhenItBeginsOrBeforeIsRefused() {
        new Forge().claim("exp", NOW.getEpochSecond()).refused(Reason.EXPIRED);
        new Forge().claim("exp", NOW.getEpochSecond() - 1).refused(Reason.EXPIRED);
    }

    @Test
    void shortestTokenIsVerified() throws InvalidTokenException {
        Forge.verify(new Forge().claim("exp", NOW.getEpochSecond() + 1).token());
    }

    private static void verifyAt(Instant now) throws InvalidTokenException {
        at(now).verify(new Forge().token(), "SSI-TOKEN-1.0");
    }

    private static void assertRefusedAt(Instant now, Reason reason) {
        assertRefused(reason, at(now), new Forge().token());
    }

    private static SsiTokenVerifier at(Instant now) {
        return Forge.verifier().clock(Clock.fixed(now, ZoneOffset.UTC)).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "exp"})
    void timesThatAreNoWholeSecondsOrOverflowAreRefused(String claim) {
        for (Object wrong : List.of(
                "1795262400",
                -1,
                253_402_300_800L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.TWO.pow(63),
                BigInteger.TWO.pow(64).add(BigInteger.valueOf(1_795_262_400)),
                true)) {
            new Forge().claim(claim, wrong).refused(Reason.CLAIM_MALFORMED);
        }
    }

    @Test
    void timesWithFractionOrExponentAreRefusedEvenWhereTheyAreWhole() {
        for (String time : List.of("1795262400.0", "1.7952624e9", "17952624E2", "1795262400e0", "-0")) {
            new Forge()
                    .claim("iat", 77)
                    .claimsText(text -> text.replace(":77,", ":" + time + ","))
                    .refused(Reason.CLAIM_MALFORMED);
        }
        for (String time : List.of("01795262400", "+1795262400", "1795262400.", "0x6b", "NaN", "1_795_262_400")) {
            new Forge()
                    .claim("iat", 77)
                    .claimsText(text -> text.replace(":77,", ":" + time + ","))
                    .refused(Reason.NOT_STRICT_JSON);
        }
    }

    @Test
    void latestTimeThatIsReadIsTheEndOfTheYear9999() throws InvalidTokenException {
        Instant end =
                Forge.verify(new Forge().claim("exp", 253_402_300_799L).token()).expiresAt();
        assertEquals(Instant.parse("9999-12-31T23:59:59Z"), end);
        new Forge().claim("iat", 253_402_300_799L).refused(Reason.NOT_YET_VALID);
        new Forge().claim("iat", 0).claim("exp", 0).refused(Reason.EXPIRED);
    }

    @Test
    void expectedNonceIsFound() throws InvalidTokenException {
        String token = new Forge().claim("nonce", NONCE.value()).token();
        VerifiedSsiToken verified = Forge.verifier().build().verify(token, "SSI-TOKEN-1.0", NONCE);
        assertEquals(NONCE, verified.nonce().orElseThrow());
    }

    @Test
    void missingOrOtherNonceIsRefused() {
        for (Forge forge : List.of(
                new Forge(),
                new Forge().claim("nonce", "n-0S6_WzA2Mk"),
                new Forge().claim("nonce", NONCE.value() + "x"))) {
            InvalidTokenException refused = assertThrows(
                    InvalidTokenException.class,
                    () -> Forge.verifier().build().verify(forge.token(), "SSI-TOKEN-1.0", NONCE));
            assertEquals(Reason.NONCE, refused.reason());
        }
    }

    @Test
    void nonceThatNobodyAskedForIsAllowed() throws InvalidTokenException {
        assertTrue(Forge.verify(new Forge().claim("nonce", "x").token()).nonce().isPresent());
    }

    @Test
    void userPresenceIsInsistedOn() throws InvalidTokenException {
        SsiTokenVerifier strict = Forge.verifier().requireUserPresent().build();
        String present = new Forge().claim("user_present", true).token();
        assertTrue(strict.verify(present, "SSI-TOKEN-1.0").userPresent());
        assertRefused(Reason.USER_NOT_PRESENT, strict, new Forge().token());
        assertRefused(
                Reason.USER_NOT_PRESENT,
                strict,
                new Forge().claim("user_present", false).token());
        assertFalse(
                Forge.verify(new Forge().claim("user_present", false).token()).userPresent());
        new Forge().claim("user_present", "true").refused(Reason.CLAIM_MALFORMED);
    }

    /** A test cannot tell the time of a comparison; so it reads how the verifier compares. */
    @Test
    void claimsAreComparedInConstantTimeAlone() throws IOException {
        String verifier = Files.readString(Path.of(
                System.getProperty("root.dir", ".."),
                "tokens/src/main/java/org/simplesignin/tokens/SsiTokenVerifier.java"));
        assertTrue(verifier.contains("return MessageDigest.isEqual("));
        assertEquals(
                List.of("check(TokenSchema.SSI_TOKEN.equals(schema), Reason.SCHEMA);"),
                verifier.lines()
                        .filter(line -> line.contains("quals(") || line.contains("compareTo("))
                        .map(String::strip)
                        .toList());
    }

    @Test
    void messageIsAlwaysTheSameAndHoldsNothingOfTheToken() {
        List<Forge> forges = List.of(
                new Forge().claim("aud", "other"),
                new Forge().signedWith(Forge.OTHER_SCALAR),
                new Forge().header("alg", "none"),
                new Forge().linkHeader("kid", "unknown"),
                new Forge().linkContentText(text -> "{}"));
        for (Forge forge : forges) {
            InvalidTokenException refused =
                    assertThrows(InvalidTokenException.class, () -> Forge.verify(forge.token()));
            assertEquals("The token was refused", refused.getMessage());
        }
    }

    @Test
    void verifiedTokenPrintsNothingOfTheAccounts() throws InvalidTokenException {
        String text = Forge.verify(new Forge().token()).toString();
        assertEquals("VerifiedSsiToken[link-1, sample-tv, device-1]", text);
    }
}
