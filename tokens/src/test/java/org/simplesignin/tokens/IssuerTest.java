package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two issuers write, with Nimbus as the oracle for our own writer. */
final class IssuerTest {
    private static final AppKeyPair APP = AppKeyPair.generate(2048, new SecureRandom());
    private static final LinkSigningKey KEY = LinkSigningKey.generate();
    private static final Clock CLOCK = Clock.fixed(Forge.NOW.plusNanos(999_999_999), ZoneOffset.UTC);
    private static final SsiTokenClaims CLAIMS = SsiTokenClaims.of(
            IdentityProviderName.of("sample-video"),
            AmazonUserId.of("amzn1.account.\"A\\"),
            LinkToken.of("opaque.link-token"),
            LinkId.of("link-1"),
            AppId.of("sample-tv"),
            DirectedDeviceId.of("device-1"));

    private static SsiTokenIssuer issuer(Duration life) {
        return SsiTokenIssuer.of("https://ssi.example.org", life, CLOCK, new SecureRandom());
    }

    @Test
    void ssiTokenIsReadByNimbusWithExactlyTheClaimsOfTheSpecification() throws Exception {
        SignedJWT jwt = SignedJWT.parse(issuer(SsiTokenIssuer.DEFAULT_LIFE).issue(CLAIMS, KEY));
        assertTrue(jwt.verify(new ECDSAVerifier(KEY.verificationKey().key())));
        assertEquals(JWSAlgorithm.ES256, jwt.getHeader().getAlgorithm());
        assertEquals(new JOSEObjectType("SSI-TOKEN-1.0"), jwt.getHeader().getType());
        assertEquals(Set.of("alg", "typ"), jwt.getHeader().getIncludedParams());
        Map<String, Object> expected = new HashMap<>(Map.of(
                "iss", "https://ssi.example.org",
                "aud", "sample-video",
                "sub", "amzn1.account.\"A\\",
                "link_token", "opaque.link-token",
                "link_token_schema", "LINK-TOKEN-1.0",
                "link_id", "link-1",
                "app", "sample-tv",
                "device", "device-1",
                "iat", Forge.NOW.getEpochSecond(),
                "exp", Forge.NOW.getEpochSecond() + 1200));
        Map<String, Object> payload = jwt.getPayload().toJSONObject();
        expected.put("jti", payload.get("jti"));
        assertEquals(expected, payload);
        assertEquals(22, jwt.getJWTClaimsSet().getJWTID().length());
    }

    @Test
    void nonceAndUserPresenceAreWrittenWhereTheyAreThere() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(issuer(SsiTokenIssuer.DEFAULT_LIFE)
                        .issue(CLAIMS.withNonce(Nonce.of("n-1")).withUserPresent(), KEY))
                .getJWTClaimsSet();
        assertEquals("n-1", claims.getStringClaim("nonce"));
        assertEquals(true, claims.getBooleanClaim("user_present"));
        assertEquals(
                Duration.ofMinutes(2),
                Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()));
        assertEquals(
                CLAIMS.withUserPresent().withNonce(Nonce.of("n-1")),
                CLAIMS.withNonce(Nonce.of("n-1")).withUserPresent());
    }

    @Test
    void tokenWithUserPresenceNeverLivesLongerThanAnOrdinaryOne() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(issuer(Duration.ofSeconds(30)).issue(CLAIMS.withUserPresent(), KEY))
                .getJWTClaimsSet();
        assertEquals(Forge.NOW.plusSeconds(30), claims.getExpirationTime().toInstant());
    }

    @Test
    void tokenIdsNeverRepeat() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String token = issuer(SsiTokenIssuer.DEFAULT_LIFE).issue(CLAIMS, KEY);
            assertTrue(ids.add(
                    (String) JWSObject.parse(token).getPayload().toJSONObject().get("jti")));
        }
    }

    @Test
    void lifeOutsideOneSecondToADayIsRefused() {
        issuer(Duration.ofSeconds(1));
        issuer(Duration.ofHours(24));
        for (Duration life : List.of(
                Duration.ZERO,
                Duration.ofMillis(999),
                Duration.ofSeconds(-1),
                Duration.ofHours(24).plusNanos(1))) {
            assertThrows(IllegalArgumentException.class, () -> issuer(life));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "https://x y", "ü"})
    void issuerNameThatIsNoVisibleAsciiIsRefused(String name) {
        assertThrows(
                IllegalArgumentException.class,
                () -> SsiTokenIssuer.of(name, Duration.ofMinutes(20), CLOCK, new SecureRandom()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SsiTokenVerifier.builder(Forge.keys(), name, IdentityProviderName.of("a")));
    }

    @Test
    void largestTokenOfAllLimitsStaysUnder16KiB() {
        SsiTokenClaims largest = SsiTokenClaims.of(
                        IdentityProviderName.of("a".repeat(64)),
                        AmazonUserId.of("\"".repeat(256)),
                        LinkToken.of("a".repeat(LinkToken.MAX_LENGTH)),
                        LinkId.of("a".repeat(128)),
                        AppId.of("a".repeat(128)),
                        DirectedDeviceId.of("a".repeat(128)))
                .withNonce(Nonce.of("\\".repeat(256)))
                .withUserPresent();
        String token = SsiTokenIssuer.of("\"".repeat(512), SsiTokenIssuer.DEFAULT_LIFE, CLOCK, new SecureRandom())
                .issue(largest, KEY);
        assertTrue(token.length() <= SsiTokenVerifier.MAX_TOKEN_LENGTH, "was " + token.length());
    }

    @Test
    void everyLinkTokenHasFreshKeysAndNoncesOfItsOwn() throws Exception {
        LinkTokenIssuer issuer = LinkTokenIssuer.of(Forge.keys(), APP.publicKey());
        Set<String> once = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            LinkCredentials credentials = issuer.issue(AmazonUserId.of("a"), PartnerUserId.of("p"));
            String[] parts = credentials.linkToken().split("\\.", -1);
            Map<?, ?> header = Forge.JSON.readValue(Forge.decode(parts[0]), Map.class);
            assertTrue(once.add("wrapping iv " + header.get("iv")), "reused GCM nonce");
            assertTrue(once.add("content iv " + parts[2]), "reused GCM nonce");
            assertTrue(once.add("wrapped key " + parts[1]));
            assertTrue(once.add("signing key "
                    + APP.decryptLinkSigningKey(credentials.linkSigningKey()).verificationKey()));
        }
    }

    @Test
    void linkTokenIsWrittenForTheCurrentKey() throws Exception {
        for (String kid : List.of("key-128", "key-256")) {
            String token = LinkTokenIssuer.of(Forge.keys().withCurrent(kid), APP.publicKey())
                    .issue(AmazonUserId.of("a"), PartnerUserId.of("p"))
                    .linkToken();
            String bits = kid.substring(4);
            Map<?, ?> header = Forge.JSON.readValue(Forge.decode(token.split("\\.", -1)[0]), Map.class);
            assertEquals(Set.of("alg", "enc", "kid", "iv", "tag"), header.keySet());
            assertEquals("A" + bits + "GCMKW", header.get("alg"));
            assertEquals("A" + bits + "GCM", header.get("enc"));
            assertEquals(kid, header.get("kid"));
        }
    }

    @Test
    void linkTokenUpTo8KiBIsIssuedAndALongerOneRefused() {
        LinkTokenIssuer issuer = LinkTokenIssuer.of(Forge.keys(), APP.publicKey());
        AmazonUserId amazonUserId = AmazonUserId.of("a");
        PartnerUserId partnerUserId = PartnerUserId.of("p");
        int longest = 0;
        for (int length = 5600; length < 6000; length++) {
            try {
                int size = issuer.issue(amazonUserId, partnerUserId, Map.of("x", "v".repeat(length)))
                        .linkToken()
                        .length();
                longest = Math.max(longest, size);
            } catch (IllegalArgumentException e) {
                break;
            }
        }
        assertTrue(longest > 8188 && longest <= 8192, "was " + longest);
        Map<String, String> tooLong = Map.of("x", "v".repeat(6000));
        assertThrows(IllegalArgumentException.class, () -> issuer.issue(amazonUserId, partnerUserId, tooLong));
    }

    @Test
    void customMembersOutOfBoundsAreRefused() {
        LinkTokenIssuer issuer = LinkTokenIssuer.of(Forge.keys(), APP.publicKey());
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 33; i++) {
            many.put("m" + i, "x");
        }
        for (Map<String, String> wrong : List.of(
                many,
                Map.of("", "x"),
                Map.of("a b", "x"),
                Map.of("ü", "x"),
                Map.of("n".repeat(65), "x"),
                Map.of("x", "\uD800"))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> issuer.issue(AmazonUserId.of("a"), PartnerUserId.of("p"), wrong));
        }
        many.remove("m0");
        issuer.issue(AmazonUserId.of("a"), PartnerUserId.of("p"), many);
    }

    @Test
    void nothingSecretIsPrinted() {
        LinkCredentials credentials =
                LinkTokenIssuer.of(Forge.keys(), APP.publicKey()).issue(AmazonUserId.of("a"), PartnerUserId.of("p"));
        assertEquals("LinkCredentials[redacted]", credentials.toString());
        assertEquals("LINK-TOKEN-1.0", credentials.linkTokenSchema());
        String claims = CLAIMS.withNonce(Nonce.of("secret")).toString();
        assertEquals("SsiTokenClaims[sample-video, link-1]", claims);
        assertFalse(claims.contains("secret"));
    }
}
