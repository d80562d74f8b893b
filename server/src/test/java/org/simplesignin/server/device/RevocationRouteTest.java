package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class RevocationRouteTest {
    @TempDir
    private static Path directory;

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
    void refreshTokenAndAccessTokenRemoveTheDevice() {
        for (boolean refresh : List.of(true, false)) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            String token =
                    refresh ? device.tokens().refresh_token() : device.tokens().access_token();

            assertEquals(200, device.revoke(token).status());

            assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
            assertEquals("invalid_grant", device.refresh().code());
            assertEquals(List.of(), server.storage().devices().ofCustomer(customer.id()));
            assertEquals(
                    List.of("device-registered", "device-removed"),
                    server.storage().auditLog().lines(customer.id(), 1, 10).stream()
                            .map(line -> line.kind())
                            .toList());
        }
    }

    @Test
    void tokenBeforeTheLastRefreshIsGoodForTakingLeave() {
        TestDevice device = server.newDevice();
        String old = device.tokens().refresh_token();
        device.refresh();

        assertEquals(200, device.revoke(old).status());
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
    }

    @Test
    void anotherKeyEndsNothingAndIsNotTold() {
        TestDevice device = server.newDevice();

        assertEquals(
                200, server.stranger().revoke(device.tokens().refresh_token()).status());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void unknownTokenIsNoError() {
        TestDevice device = server.newDevice();

        assertEquals(200, device.revoke("unknown").status());
        assertEquals(200, device.revoke("A".repeat(86)).status());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void missingTokenProofOrClientIsRefused() {
        TestDevice device = server.newDevice();
        String token = device.tokens().refresh_token();

        assertEquals(
                "malformed_request",
                device.oauth(DeviceApi.REVOCATION, Map.of("x", "y"), true).code());
        assertEquals("malformed_request", device.revoke("A".repeat(257)).code());
        assertEquals(
                "invalid_dpop_proof",
                device.oauth(DeviceApi.REVOCATION, Map.of("token", token), false)
                        .code());
        Received otherClient = device.oauth(DeviceApi.REVOCATION, Map.of("token", token, "client_id", "other"), true);
        assertEquals("invalid_client", otherClient.code());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }
}
