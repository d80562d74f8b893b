package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.simplesignin.server.testing.TestServer;

/// ID tokens that must not sign anybody in, from a provider that lies.
final class IdTokensTest {
    @TempDir
    private static Path directory;

    private static FakeProvider provider;
    private static TestServer server;

    private Traveller traveller;

    @BeforeAll
    static void start() {
        provider = new FakeProvider(() -> server.clock().instant());
        server = TestServer.startWith(directory, usual -> usual.with(change -> change.oidc(provider.settings())));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @BeforeEach
    void honestProvider() {
        provider.reset();
        traveller = new Traveller(server, provider);
    }

    @Test
    void nameWithCharactersThatReorderIsShownWithoutThem() {
        provider.claims =
                claims -> claims.subject("reordered").claim("name", "Al\u202Eice\u0007\u2028 " + "x".repeat(99));
        traveller.signIn();

        assertTrue(traveller.who().startsWith("Al ice xxx"), traveller.who());
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("another issuer", claims -> claims.issuer("https://evil.example")),
                wrong(
                        "issuer with a slash",
                        claims -> claims.issuer(claims.build().getIssuer() + "/")),
                wrong("no issuer", claims -> claims.issuer(null)),
                wrong("another audience", claims -> claims.audience("another-client")),
                wrong("no audience", claims -> claims.audience((String) null)),
                wrong(
                        "two audiences and no party",
                        claims -> claims.audience(List.of("simple-sign-in", "another-client"))),
                wrong(
                        "two audiences and another party",
                        claims -> claims.audience(List.of("simple-sign-in", "another-client"))
                                .claim("azp", "another-client")),
                wrong("another party", claims -> claims.claim("azp", "another-client")),
                wrong("expired", claims -> claims.expirationTime(shifted(claims, -61_000))),
                wrong("no expiry", claims -> claims.expirationTime(null)),
                wrong("not yet issued", claims -> claims.issueTime(shifted(claims, 61_000))),
                wrong("no time of issue", claims -> claims.issueTime(null)),
                wrong("not yet good", claims -> claims.notBeforeTime(shifted(claims, 61_000))),
                wrong("another nonce", claims -> claims.claim("nonce", "another")),
                wrong("no nonce", claims -> claims.claim("nonce", null)),
                wrong("nonce of another type", claims -> claims.claim("nonce", 7)),
                wrong("expiry in milliseconds", claims -> claims.claim("exp", millis(claims, 300_000))),
                wrong("expiry of another type", claims -> claims.claim("exp", seconds(claims, 300) + "")),
                wrong("endless expiry", claims -> claims.claim("exp", Long.MAX_VALUE)),
                wrong("time of issue in milliseconds", claims -> claims.claim("iat", millis(claims, 0))),
                wrong("time of issue of another type", claims -> claims.claim("iat", seconds(claims, 0) + "")),
                wrong("negative time of issue", claims -> claims.claim("iat", -1)),
                wrong("good from a time in milliseconds", claims -> claims.claim("nbf", millis(claims, 0))),
                wrong("good from a time of another type", claims -> claims.claim("nbf", seconds(claims, 0) + "")),
                wrong("good from no time", claims -> claims.claim("nbf", List.of())),
                wrong("number as the subject", claims -> claims.claim("sub", 7)),
                wrong("fraction as the subject", claims -> claims.claim("sub", 7.5)),
                wrong("list as the subject", claims -> claims.claim("sub", List.of("subject-1"))),
                wrong("subject that is not ASCII", claims -> claims.subject("s\u00fcbject")),
                wrong("subject with a control character", claims -> claims.subject("subject\n1")),
                wrong("no subject", claims -> claims.subject(null)),
                wrong("empty subject", claims -> claims.subject("")),
                wrong("over-long subject", claims -> claims.subject("s".repeat(256))));
    }

    private static Arguments wrong(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, change);
    }

    private static long seconds(JWTClaimsSet.Builder claims, long shift) {
        return claims.build().getIssueTime().toInstant().getEpochSecond() + shift;
    }

    private static long millis(JWTClaimsSet.Builder claims, long shift) {
        return claims.build().getIssueTime().toInstant().toEpochMilli() + shift;
    }

    private static Date shifted(JWTClaimsSet.Builder claims, long millis) {
        return Date.from(claims.build().getIssueTime().toInstant().plusMillis(millis));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void tokenThatSaysSomethingElseSignsNobodyIn(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        provider.claims = change;

        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
    }

    @Test
    void tokenAtTheEdgeOfTheSkewIsTaken() {
        provider.claims = claims -> claims.expirationTime(shifted(claims, -59_000));

        assertEquals(303, traveller.signIn().status());
    }

    @Test
    void severalAudiencesWithUsAsThePartyAreTaken() {
        provider.claims = claims ->
                claims.audience(List.of("another-client", "simple-sign-in")).claim("azp", "simple-sign-in");

        assertEquals(303, traveller.signIn().status());
    }

    @Test
    void tokenWithoutASignatureOrSignedWithASecretIsRefused() throws Exception {
        provider.idToken = right -> plain(right);
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        byte[] secret = Arrays.copyOf(provider.settings().clientSecret().getBytes(StandardCharsets.US_ASCII), 32);
        provider.idToken = right -> mac(right, secret);
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        byte[] publicKey =
                ((RSAKey) provider.published.getFirst()).toRSAPublicKey().getEncoded();
        provider.idToken = right -> mac(right, publicKey);
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
    }

    private static JWTClaimsSet claims(String right) {
        try {
            return SignedJWT.parse(right).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(String right) {
        return new PlainJWT(claims(right)).serialize();
    }

    private static String mac(String right, byte[] secret) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims(right));
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void changedTokenAndForeignAndShortKeysAreRefused() {
        provider.idToken = right -> right.substring(0, right.length() - 4) + "AAAA";
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        provider.idToken = UnaryOperator.identity();
        provider.signing = FakeProvider.newKey("first");
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        provider.idToken = right -> "not a token";
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        provider.idToken = right -> right + "A".repeat(IdTokens.MOST_CHARS);
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
    }

    @Test
    void algorithmThatIsNotOnTheListIsRefusedAlsoWithTheRightKey() {
        provider.idToken = right -> FakeProvider.sign(provider.signing, JWSAlgorithm.RS512, claims(right));

        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
    }
}
