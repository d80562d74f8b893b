package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class TokenRouteTest {
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
    void enrolmentSecretGivesATokenThatIsBoundToTheDeviceKey() {
        TestDevice device = server.stranger();

        Received received = device.enrol(server.enrolmentSecret(server.newCustomer()));

        TokenAnswer answer = received.as(TokenAnswer.class);
        assertEquals(200, received.status());
        assertEquals("DPoP", answer.token_type());
        assertEquals(600, answer.expires_in());
        assertEquals("no-store", received.header("Cache-Control").orElse(""));
        assertEquals("no-cache", received.header("Pragma").orElse(""));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertNotEquals(answer.access_token(), answer.refresh_token());
    }

    @Test
    void usedEnrolmentSecretIsRefused() {
        String secret = server.enrolmentSecret(server.newCustomer());
        server.stranger().enrol(secret);

        assertOAuthError(server.stranger().enrol(secret), "invalid_grant", "invalid_grant");
    }

    @Test
    void ofManyDevicesAtOnceOneGetsTheEnrolment() throws Exception {
        String secret = server.enrolmentSecret(server.newCustomer());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Received>> answers = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> server.stranger().enrol(secret)))
                    .toList();
            int registered = 0;
            for (Future<Received> answer : answers) {
                registered += answer.get().status() == 200 ? 1 : 0;
            }
            assertEquals(1, registered);
        }
    }

    @Test
    void enrolmentWhoseAnswerWasLostIsAnsweredAlikeHoweverLateItIsRepeated() {
        Customer customer = server.newCustomer();
        String secret = server.enrolmentSecret(customer);
        TestDevice device = server.stranger();
        TokenAnswer lost = device.enrol(secret).as(TokenAnswer.class);

        for (Duration later : List.of(Duration.ZERO, Duration.ofSeconds(61), Duration.ofDays(3))) {
            server.clock().forward(later);
            assertEquals(lost, device.enrol(secret).as(TokenAnswer.class), later::toString);
        }

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status(), "its access token lives anew");
        assertEquals(200, device.refresh().status());
        assertEquals(1, server.storage().devices().ofCustomer(customer.id()).size());
        assertEquals(1, server.storage().auditLog().lines(customer.id(), 1, 10).size());
    }

    @Test
    void enrolmentThatWasSpentIsRefusedToAnotherKeyAndChangesNothing() {
        String secret = server.enrolmentSecret(server.newCustomer());
        TestDevice device = server.stranger();
        device.enrol(secret);

        assertOAuthError(server.stranger().enrol(secret), "invalid_grant", "invalid_grant");

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals(200, device.enrol(secret).status());
        assertEquals(200, device.refresh().status());
    }

    @Test
    void whoHasRefreshedCannotRepeatTheEnrolmentAndLosesNothing() {
        String secret = server.enrolmentSecret(server.newCustomer());
        TestDevice device = server.stranger();
        device.enrol(secret);
        device.refresh();

        assertOAuthError(device.enrol(secret), "invalid_grant", "invalid_grant");

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals(200, device.refresh().status());
    }

    @Test
    void removedDeviceCannotRepeatItsEnrolment() {
        Customer customer = server.newCustomer();
        String secret = server.enrolmentSecret(customer);
        TestDevice device = server.stranger();
        device.enrol(secret);
        device.revoke(device.tokens().refresh_token());

        assertOAuthError(device.enrol(secret), "invalid_grant", "invalid_grant");
        assertEquals(List.of(), server.storage().devices().ofCustomer(customer.id()));
    }

    @Test
    void enrolmentThatALaterOneOfTheSameDeviceReplacedCannotBeRepeated() {
        Customer customer = server.newCustomer();
        String first = server.enrolmentSecret(customer);
        TestDevice device = server.stranger();
        device.enrol(first);
        device.enrol(server.enrolmentSecret(customer));

        assertOAuthError(device.enrol(first), "invalid_grant", "invalid_grant");
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void unknownEnrolmentSecretIsRefused() {
        assertOAuthError(server.stranger().enrol("A".repeat(32)), "invalid_grant", "invalid_grant");
    }

    @Test
    void enrolmentWithoutProofIsRefusedAndSpendsNothing() {
        String secret = server.enrolmentSecret(server.newCustomer());
        Map<String, String> form = Map.of("grant_type", DeviceApi.ENROLMENT_GRANT, "enrolment_secret", secret);

        assertOAuthError(server.stranger().token(form, null), "invalid_dpop_proof", "invalid_dpop_proof");
        assertEquals(200, server.stranger().enrol(secret).status());
    }

    @Test
    void proofWithoutNonceIsToldToUseOne() {
        TestDevice device = server.stranger();
        Map<String, String> form = Map.of("grant_type", DeviceApi.ENROLMENT_GRANT, "enrolment_secret", "A".repeat(32));

        Received received =
                device.token(form, device.proof("POST", DeviceApi.TOKEN, null).text());

        assertOAuthError(received, "use_dpop_nonce", "use_dpop_nonce");
        assertTrue(received.header("DPoP-Nonce").isPresent());
    }

    @Test
    void replayedProofIsRefused() {
        TestDevice device = server.newDevice();
        String proof = device.proof("POST", DeviceApi.TOKEN, null).text();
        Map<String, String> form = Map.of(
                "grant_type",
                DeviceApi.REFRESH_GRANT,
                "refresh_token",
                device.tokens().refresh_token());

        assertEquals(200, device.token(form, proof).status());
        assertOAuthError(device.token(form, proof), "invalid_dpop_proof", "invalid_dpop_proof");
    }

    @Test
    void accessTokenExpiresAfterTenMinutes() {
        TestDevice device = server.newDevice();

        server.clock().forward(Duration.ofMinutes(10).minusMillis(1));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        server.clock().forward(Duration.ofMillis(1));
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
        assertEquals(200, device.refresh().status());
    }

    @Test
    void unknownGrantIsRefused() {
        assertOAuthError(
                server.stranger().token(Map.of("grant_type", "password")),
                "unsupported_grant_type",
                "unsupported_grant_type");
    }

    @Test
    void missingBlankAndOverlongParametersAreRefused() {
        TestDevice device = server.stranger();

        assertOAuthError(device.token(Map.of("grant", "x")), "invalid_request", "malformed_request");
        assertOAuthError(
                device.token(Map.of("grant_type", DeviceApi.REFRESH_GRANT)), "invalid_request", "malformed_request");
        assertOAuthError(
                device.token(Map.of("grant_type", DeviceApi.ENROLMENT_GRANT, "enrolment_secret", " ")),
                "invalid_request",
                "malformed_request");
        assertOAuthError(
                device.token(Map.of("grant_type", DeviceApi.ENROLMENT_GRANT, "enrolment_secret", "A".repeat(257))),
                "invalid_request",
                "malformed_request");
    }

    @Test
    void parameterThatIsThereTwiceIsRefused() {
        Received received = server.stranger()
                .send(
                        "POST",
                        DeviceApi.TOKEN,
                        "grant_type=refresh_token&grant_type=refresh_token".getBytes(StandardCharsets.UTF_8),
                        request -> request.setHeader("Content-Type", "application/x-www-form-urlencoded"));

        assertOAuthError(received, "invalid_request", "malformed_request");
    }

    @Test
    void jsonIsNotAForm() {
        Received received = server.stranger()
                .send(
                        "POST",
                        DeviceApi.TOKEN,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        request -> request.setHeader("Content-Type", "application/json"));

        assertEquals(415, received.status());
        assertEquals("unsupported_media_type", received.code());
    }

    @Test
    void registrationIsInTheAuditLog() {
        Customer customer = server.newCustomer();
        server.newDevice(customer);

        assertEquals(
                List.of("device-registered"),
                server.storage().auditLog().lines(customer.id(), 1, 10).stream()
                        .map(line -> line.kind())
                        .toList());
    }

    @Test
    void noTokenIsStoredInTheClear() throws Exception {
        TestDevice device = server.newDevice();

        for (String name : List.of("server.db", "server.db-wal")) {
            Path file = directory.resolve(name);
            if (java.nio.file.Files.exists(file)) {
                String content = new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(device.tokens().access_token()), name);
                assertFalse(content.contains(device.tokens().refresh_token()), name);
            }
        }
    }

    private static void assertOAuthError(Received received, String error, String code) {
        assertEquals(400, received.status(), received.text());
        assertEquals(error, received.members().get("error"));
        assertEquals(code, received.code());
        assertTrue(received.header("DPoP-Nonce").isPresent());
    }
}
