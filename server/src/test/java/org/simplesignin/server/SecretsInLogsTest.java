package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.RecordedLog;
import org.simplesignin.server.testing.Replaced;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Puts secrets wherever a secret can stand, makes everything go well and wrong, and reads the whole log.
@Isolated("What other tests log is not what this one asks about.")
final class SecretsInLogsTest {
    @TempDir
    Path directory;

    @Test
    void noSecretIsLoggedAndNoneIsRepeatedInAnAnswer() {
        try (RecordedLog log = new RecordedLog();
                TestServer server = TestServer.start(directory)) {
            Customer customer = server.newCustomer();
            String enrolment = server.enrolmentSecret(customer);
            TestDevice device = server.stranger();
            device.enrol(enrolment);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            StartLinkRequest request = video.linkRequest(device, "canary-partner-user");
            TestServer.link(device, request);
            String ssiToken = video.links(device).getFirst().ssiToken().token();
            StartLinkRequest wrong = new StartLinkRequest(
                    "sample-tv", "sample-video", "canary\nuser", request.linkToken(), "canary key");
            Received refused =
                    device.post(DeviceApi.FINISH_LINK, new FinishLinkRequest("a".repeat(32), Consent.ALLOWED, wrong));
            Received broken =
                    device.call("POST", DeviceApi.START_LINK, "{\"app\": canary-json".getBytes(StandardCharsets.UTF_8));
            Received unknown = server.stranger().enrol("canary-enrolment-secret-aaaaaaaa");
            Received grant = device.token(Map.of("grant_type", "canary-grant"));
            TestDevice thief = server.stranger().with(device.tokens());
            Received stolen = thief.get(DeviceApi.CUSTOMER);
            device.send("GET", "/canary-path?canary-query=1", null, call -> call.setHeader("DPoP", "canary-proof"));

            List<String> secrets = List.of(
                    "canary",
                    enrolment,
                    device.tokens().access_token(),
                    device.tokens().refresh_token(),
                    request.linkToken().token(),
                    request.linkSigningKey(),
                    ssiToken,
                    ssiToken.substring(ssiToken.lastIndexOf('.')));
            assertFalse(log.text().isEmpty(), "the log is being recorded");
            for (String secret : secrets) {
                assertFalse(log.text().contains(secret), () -> "logged: " + secret);
                for (Received answer : List.of(refused, broken, unknown, grant, stolen)) {
                    assertTrue(answer.status() >= 400, answer::text);
                    assertFalse(answer.text().contains(secret), () -> "repeated: " + answer.text());
                }
            }
        }
    }

    @Test
    void unknownErrorIsLoggedOnceUnderItsRequestId() {
        try (RecordedLog log = new RecordedLog();
                TestServer server = TestServer.start(
                        directory,
                        stores ->
                                Replaced.with(stores, Customers.class, new CustomersOutOfOrder(stores.customers())))) {
            TestDevice device = server.newDevice();
            long before = log.count("SEVERE");

            Received received = device.get(DeviceApi.CUSTOMER);

            assertEquals(500, received.status());
            assertEquals("internal", received.code());
            assertFalse(received.text().contains("out of order"));
            assertEquals(before + 1, log.count("SEVERE"));
            assertTrue(log.text().contains(received.header("Request-Id").orElse("none")));
        }
    }

    @Test
    void storeThatTakesNoWritesIsNotReady() {
        try (TestServer server =
                TestServer.start(directory, stores -> Replaced.with(stores, BooleanSupplier.class, () -> false))) {
            Received received = server.operator().send("GET", "/health/ready", null, request -> {});

            assertEquals(503, received.status());
            assertEquals("overloaded", received.code());
        }
    }
}
