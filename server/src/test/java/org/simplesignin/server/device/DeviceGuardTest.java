package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.Proof;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class DeviceGuardTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DeviceApi.CUSTOMER,
                DeviceApi.APPS,
                DeviceApi.LINKS,
                DeviceApi.SWITCHES,
            })
    void withoutATokenNothingIsTold(String path) {
        Received received = server.stranger().send("GET", path, null, request -> {});

        assertEquals(401, received.status());
        assertEquals("invalid_token", received.code());
        assertEquals("DPoP algs=\"ES256\"", received.header("WWW-Authenticate").orElse(""));
        assertTrue(received.header("DPoP-Nonce").isPresent());
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forgery("signed by another key", proof -> proof.signedBy(Proof.newKey())),
                forgery("other typ", proof -> proof.header("typ", "JWT")),
                forgery("typ in capitals", proof -> proof.header("typ", "DPOP+JWT")),
                forgery("no typ", proof -> proof.header("typ", null)),
                forgery("alg none", proof -> proof.header("alg", "none")),
                forgery("alg HS256", proof -> proof.header("alg", "HS256")),
                forgery("alg ES384", proof -> proof.header("alg", "ES384")),
                forgery("crit", proof -> proof.header("crit", List.of("b64")).header("b64", false)),
                forgery("kid beside jwk", proof -> proof.header("kid", "x")),
                forgery("jku", proof -> proof.header("jku", "https://evil.example/keys")),
                forgery("no jwk", proof -> proof.header("jwk", null)),
                forgery("jwk is a text", proof -> proof.header("jwk", "key")),
                forgery("private key shown", proof -> proof.jwk("d", "AAAA")),
                forgery("other kty", proof -> proof.jwk("kty", "RSA")),
                forgery("other curve", proof -> proof.jwk("crv", "P-384")),
                forgery("point off the curve", proof -> proof.jwk("x", Proof.base64(new byte[32]))),
                forgery("short coordinate", proof -> proof.jwk("x", Proof.base64(new byte[31]))),
                forgery("x with bits that say nothing", proof -> proof.jwkChanged("x", DeviceGuardTest::second)),
                forgery("y with bits that say nothing", proof -> proof.jwkChanged("y", DeviceGuardTest::second)),
                forgery("signature with bits that say nothing", proof -> proof.damaged(DeviceGuardTest::second)),
                forgery("no y", proof -> proof.jwk("y", null)),
                forgery("other method", proof -> proof.claim("htm", "POST")),
                forgery("method in small letters", proof -> proof.claim("htm", "get")),
                forgery("other path", proof -> proof.claim("htu", TestServer.PUBLIC_URL + DeviceApi.APPS)),
                forgery("other host", proof -> proof.claim("htu", "https://evil.example" + DeviceApi.CUSTOMER)),
                forgery(
                        "with a query",
                        proof -> proof.claim("htu", TestServer.PUBLIC_URL + DeviceApi.CUSTOMER + "?a=b")),
                forgery("no htu", proof -> proof.claim("htu", null)),
                forgery("no iat", proof -> proof.claim("iat", null)),
                forgery("iat is a text", proof -> proof.claim("iat", "0")),
                forgery("iat is a fraction", proof -> proof.claim("iat", 0.5)),
                forgery("no jti", proof -> proof.claim("jti", null)),
                forgery("empty jti", proof -> proof.claim("jti", "")),
                forgery("long jti", proof -> proof.claim("jti", "a".repeat(129))),
                forgery("no ath", proof -> proof.claim("ath", null)),
                forgery("ath of another token", proof -> proof.claim("ath", Proof.base64(new byte[32]))),
                forgery("two parts", proof -> proof.damaged(text -> text.substring(0, text.lastIndexOf('.')))),
                forgery("four parts", proof -> proof.damaged(text -> text + ".AAAA")),
                forgery("padding", proof -> proof.damaged(text -> text + "==")),
                forgery("no signature", proof -> proof.damaged(text -> text.substring(0, text.lastIndexOf('.') + 1))),
                forgery(
                        "signature of zeros",
                        proof -> proof.damaged(
                                text -> text.substring(0, text.lastIndexOf('.') + 1) + Proof.base64(new byte[64]))),
                forgery(
                        "short signature",
                        proof -> proof.damaged(
                                text -> text.substring(0, text.lastIndexOf('.') + 1) + Proof.base64(new byte[63]))),
                forgery(
                        "payload changed afterwards",
                        proof -> proof.damaged(text -> text.replaceFirst("\\.[^.]*\\.", ".e30."))),
                forgery("over 4 KiB", proof -> proof.claim("padding", "a".repeat(4000))),
                forgery("nested too deep", proof -> proof.claim("deep", deep(10))));
    }

    private static Arguments forgery(String name, UnaryOperator<Proof> forge) {
        return arguments(name, forge);
    }

    /// Returns another text of the same bytes: the last character has bits that say nothing.
    private static String second(String text) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = text.length() - 1;
        return text.substring(0, last) + alphabet.charAt(alphabet.indexOf(text.charAt(last)) + 1);
    }

    private static Object deep(int levels) {
        return levels == 0 ? "end" : Map.of("a", deep(levels - 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void forgedProofIsRefused(String name, UnaryOperator<Proof> forge) {
        TestDevice device = server.newDevice();

        Received received = device.callOnce("GET", DeviceApi.CUSTOMER, null, forge);

        assertEquals(401, received.status(), name);
        assertEquals("invalid_dpop_proof", received.code(), name);
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status(), "the right proof still serves");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAADkSMx_3nT4cipYtgKAMuevzSOi"})
    void nonceThatIsNotOursIsToldToUseOurs(String nonce) {
        TestDevice device = server.newDevice();

        Received received = device.callOnce("GET", DeviceApi.CUSTOMER, null, proof -> proof.claim("nonce", nonce));

        assertEquals(401, received.status());
        assertEquals("use_dpop_nonce", received.code());
        assertTrue(received.header("DPoP-Nonce").isPresent());
    }

    @Test
    void staleNonceIsRefusedAndTheFreshOneServes() {
        TestDevice device = server.newDevice();
        server.clock().forward(Duration.ofMinutes(4));

        Received received = device.callOnce("GET", DeviceApi.CUSTOMER, null, UnaryOperator.identity());

        assertEquals("use_dpop_nonce", received.code());
        assertEquals(
                200,
                device.callOnce("GET", DeviceApi.CUSTOMER, null, UnaryOperator.identity())
                        .status());
    }

    @Test
    void replayedProofIsRefused() {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();
        String proof = device.proof("GET", DeviceApi.CUSTOMER, access).text();

        assertEquals(
                200,
                device.callWith("GET", DeviceApi.CUSTOMER, null, access, proof).status());
        Received second = device.callWith("GET", DeviceApi.CUSTOMER, null, access, proof);

        assertEquals(401, second.status());
        assertEquals("invalid_dpop_proof", second.code());
    }

    @Test
    void spentProofStaysSpentAfterTheClockWentForwardAndBack() {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();
        String proof = device.proof("GET", DeviceApi.CUSTOMER, access).text();
        device.callWith("GET", DeviceApi.CUSTOMER, null, access, proof);
        server.clock().set(Duration.ofMinutes(9));
        server.newDevice().get(DeviceApi.CUSTOMER);
        server.clock().set(Duration.ofMinutes(-9));

        Received second = device.callWith("GET", DeviceApi.CUSTOMER, null, access, proof);

        assertEquals(401, second.status());
        assertEquals("invalid_dpop_proof", second.code());
    }

    @Test
    void clockThatIsSetMakesNoNonceStale() {
        TestDevice device = server.newDevice();
        server.clock().set(Duration.ofMinutes(9));

        Received received = device.callOnce("GET", DeviceApi.CUSTOMER, null, UnaryOperator.identity());

        assertEquals(200, received.status());
        server.clock().set(Duration.ofMinutes(-9));
    }

    @Test
    void tokenOfAnotherDeviceIsRefused() {
        TestDevice thief = server.newDevice();
        TestDevice victim = server.newDevice();

        Received received = thief.with(victim.tokens()).get(DeviceApi.CUSTOMER);

        assertEquals(401, received.status());
        assertEquals("invalid_token", received.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "DPoP", "DPoP ", "dpop%s", "DPoP %sx", "DPoP AAAA"})
    void otherAuthorizationIsRefused(String form) {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();

        Received received = device.send("GET", DeviceApi.CUSTOMER, null, request -> {
            request.setHeader("Authorization", form.formatted(access));
            request.setHeader(
                    "DPoP", device.proof("GET", DeviceApi.CUSTOMER, access).text());
        });

        assertEquals(401, received.status());
        assertEquals("invalid_token", received.code());
    }

    @Test
    void refreshTokenIsNoAccessToken() {
        TestDevice device = server.newDevice();
        String refresh = device.tokens().refresh_token();

        Received received = device.callWith(
                "GET",
                DeviceApi.CUSTOMER,
                null,
                refresh,
                device.proof("GET", DeviceApi.CUSTOMER, refresh).text());

        assertEquals("invalid_token", received.code());
    }

    @Test
    void twoProofsInOneRequestAreRefused() {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();

        Received received = device.send("GET", DeviceApi.CUSTOMER, null, request -> {
            request.setHeader("Authorization", "DPoP " + access);
            request.header(
                    "DPoP", device.proof("GET", DeviceApi.CUSTOMER, access).text());
            request.header(
                    "DPoP", device.proof("GET", DeviceApi.CUSTOMER, access).text());
        });

        assertEquals(400, received.status());
    }
}
