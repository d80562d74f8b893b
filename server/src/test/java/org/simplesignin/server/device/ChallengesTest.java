package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Every 401 says how to come in (RFC 9110 §15.5.2), as RFC 6749, 6750 and 9449 want it.
final class ChallengesTest {
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

    @Test
    void whoSendsNoCredentialsIsNotToldThatTheyAreWrong() {
        assertEquals(
                "DPoP algs=\"ES256\"", challenge(server.stranger().send("GET", DeviceApi.LINKS, null, request -> {})));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP x", "dpop x", "Bearer x", "Basic eDp5", "DPoP", "x"})
    void whoSendsWrongCredentialsIsTold(String authorization) {
        Received received = server.stranger()
                .send("GET", DeviceApi.LINKS, null, request -> request.setHeader("Authorization", authorization));

        assertEquals("DPoP error=\"invalid_token\", algs=\"ES256\"", challenge(received));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "dpop", "DPOP", "dPoP"})
    void nameOfTheSchemeIsTakenInAnyCase(String scheme) {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();

        Received received = device.send("GET", DeviceApi.LINKS, null, request -> {
            request.setHeader("Authorization", scheme + " " + access);
            request.setHeader(
                    "DPoP", device.proof("GET", DeviceApi.LINKS, access).text());
        });

        assertEquals(200, received.status(), received.text());
    }

    @Test
    void refusedProofNamesItsError() {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();
        device.forgetNonce();

        Received received = device.send("GET", DeviceApi.LINKS, null, request -> {
            request.setHeader("Authorization", "DPoP " + access);
            request.setHeader(
                    "DPoP", device.proof("GET", DeviceApi.LINKS, access).text());
        });

        assertEquals("DPoP error=\"use_dpop_nonce\", algs=\"ES256\"", challenge(received));
    }

    @Test
    void otherClientIsToldTheSchemeOfTheHeaderThatItSent() {
        Map<String, String> form =
                Map.of("grant_type", DeviceApi.REFRESH_GRANT, "refresh_token", "x", "client_id", "somebody");
        TestDevice stranger = server.stranger();

        assertEquals("DPoP algs=\"ES256\"", challenge(stranger.token(form)));
        Received tried = stranger.send(
                "POST",
                DeviceApi.TOKEN,
                "grant_type=refresh_token&refresh_token=x&client_id=somebody".getBytes(StandardCharsets.US_ASCII),
                request -> {
                    request.setHeader("Authorization", "Basic eDp5");
                    request.setHeader("Content-Type", "application/x-www-form-urlencoded");
                });

        assertEquals("Basic realm=\"simple-sign-in\"", challenge(tried));
    }

    @Test
    void refusalsThatAreNo401ChallengeNobody() {
        Received received = server.newDevice().get("/device/v1/nowhere");

        assertEquals(List.of(), received.response().headers().allValues("WWW-Authenticate"));
    }

    private static String challenge(Received received) {
        assertEquals(401, received.status(), received.text());
        return String.join(" and ", received.response().headers().allValues("WWW-Authenticate"));
    }
}
