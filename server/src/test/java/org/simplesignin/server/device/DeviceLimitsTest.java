package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Cost attacks (T18): a device, a customer and an address each have a limit, and meet it as a 429.
final class DeviceLimitsTest {
    private static final Rate TWO = new Rate(2, Duration.ofMinutes(1));
    private static final UserAndLinksRequest LINKS = new UserAndLinksRequest("sample-tv", "sample-video", null);

    @TempDir
    Path directory;

    @Test
    void deviceThatAsksTooOftenWaitsAndOthersDoNot() {
        try (TestServer server = limited(Limit.DEVICE_CALLS_PER_DEVICE)) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            TestDevice other = server.newDevice(customer);
            device.get(DeviceApi.CUSTOMER);
            device.get(DeviceApi.CUSTOMER);

            assertTooMany(device.get(DeviceApi.CUSTOMER), "30");
            assertEquals(200, other.get(DeviceApi.CUSTOMER).status());

            server.clock().forward(Duration.ofSeconds(30));
            assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        }
    }

    @Test
    void limitIsAskedBeforeAProofIsLookedAt() {
        try (TestServer server = limited(Limit.DEVICE_CALLS_PER_DEVICE)) {
            TestDevice device = server.newDevice();
            device.get(DeviceApi.CUSTOMER);
            device.get(DeviceApi.CUSTOMER);

            Received forged = device.callOnce(
                    "GET",
                    DeviceApi.CUSTOMER,
                    null,
                    proof -> proof.signedBy(server.stranger().key()));

            assertTooMany(forged, "30");
            assertEquals(Optional.empty(), forged.header("WWW-Authenticate"));
        }
    }

    @Test
    void callThatTheLimitRefusedSpendsNoProof() {
        try (TestServer server = limited(Limit.DEVICE_CALLS_PER_DEVICE)) {
            TestDevice device = server.newDevice();
            device.get(DeviceApi.CUSTOMER);
            device.get(DeviceApi.CUSTOMER);
            String access = device.tokens().access_token();
            String proof = device.proof("GET", DeviceApi.CUSTOMER, access).text();
            assertTooMany(device.callWith("GET", DeviceApi.CUSTOMER, null, access, proof), "30");
            server.clock().forward(Duration.ofSeconds(30));

            assertEquals(
                    200,
                    device.callWith("GET", DeviceApi.CUSTOMER, null, access, proof)
                            .status());
        }
    }

    @Test
    void tokenThatIsNotTheDevicesTakesNothingFromItsLimit() {
        try (TestServer server = limited(Limit.DEVICE_CALLS_PER_DEVICE)) {
            TestDevice device = server.newDevice();
            String access = device.tokens().access_token();
            String forged = access.substring(0, 43)
                    + server.newDevice().tokens().access_token().substring(43);
            for (int i = 0; i < 3; i++) {
                String proof = device.proof("GET", DeviceApi.CUSTOMER, forged).text();
                assertEquals(
                        401,
                        device.callWith("GET", DeviceApi.CUSTOMER, null, forged, proof)
                                .status());
            }

            assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
            assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        }
    }

    @Test
    void keyThatPollsTooOftenWaitsAndOthersDoNot() {
        try (TestServer server = TestServer.start(directory)) {
            TestDevice device = server.stranger();
            String code = device.askForCodes().device_code();
            for (int i = 1; i < Dpop.MOST_OAUTH_PROOFS; i++) {
                assertEquals(400, device.poll(code).status());
            }

            Received received = device.poll(code);

            assertTooMany(received, "120");
            assertEquals("temporarily_unavailable", received.members().get("error"));
            TestDevice other = server.stranger();
            assertEquals(400, other.poll(other.askForCodes().device_code()).status());
            server.clock().forward(Duration.ofMinutes(2));
            assertEquals("authorization_pending", device.poll(code).code());
        }
    }

    @Test
    void proofOfAnotherKeyIsNotSpentAtACodeThatIsBound() {
        try (TestServer server = TestServer.start(directory)) {
            String code = server.stranger().askForCodes().device_code();
            TestDevice other = server.stranger();
            other.askForCodes();
            String proof = other.proof("POST", DeviceApi.TOKEN, null).text();
            Map<String, String> form = Map.of(
                    "grant_type", DeviceApi.DEVICE_CODE_GRANT, "device_code", code, "client_id", DeviceApi.CLIENT_ID);

            assertEquals("invalid_grant", other.token(form, proof).code());
            assertEquals("invalid_grant", other.token(form, proof).code(), "not invalid_dpop_proof: it is not kept");
        }
    }

    @Test
    void customerWithManyDevicesHasOneLimitForAll() {
        try (TestServer server = limited(Limit.DEVICE_CALLS_PER_CUSTOMER)) {
            Customer customer = server.newCustomer();
            server.newDevice(customer).get(DeviceApi.CUSTOMER);
            server.newDevice(customer).get(DeviceApi.CUSTOMER);

            assertTooMany(server.newDevice(customer).get(DeviceApi.CUSTOMER), "30");
            assertEquals(200, server.newDevice().get(DeviceApi.CUSTOMER).status());
        }
    }

    /// What counts for all customers together, one can use up against the others.
    @Test
    void callsOfADeviceAreCountedForItAndItsCustomerAndNobodyElse() {
        Map<Limit, Rate> others = Arrays.stream(Limit.values())
                .filter(limit -> limit != Limit.DEVICE_CALLS_PER_DEVICE && limit != Limit.DEVICE_CALLS_PER_CUSTOMER)
                .filter(limit -> limit != Limit.TOKEN_REQUESTS_PER_ADDRESS)
                .collect(Collectors.toMap(limit -> limit, limit -> TWO));
        try (TestServer server =
                TestServer.startWith(directory, settings -> settings.with(change -> change.limits(others)))) {
            Partner app = new Partner(server, "sample-tv", "sample-video");
            for (int customer = 0; customer < 4; customer++) {
                TestDevice device = server.newDevice();
                TestServer.link(device, app.linkRequest(device, "bob"));
                for (int call = 0; call < 4; call++) {
                    assertEquals(
                            200, device.post(DeviceApi.USER_AND_LINKS, LINKS).status());
                    assertEquals(200, device.get(DeviceApi.LINKS).status());
                }
            }
        }
    }

    @Test
    void tokenRequestsOfOneAddressAreLimitedAndTheErrorHasTheShapeOfOAuth() {
        try (TestServer server = limited(Limit.TOKEN_REQUESTS_PER_ADDRESS)) {
            server.stranger().token(Map.of(), null);
            server.stranger().token(Map.of(), null);

            Received received = server.stranger().token(Map.of(), null);

            assertTooMany(received, "30");
            assertEquals("temporarily_unavailable", received.members().get("error"));
        }
    }

    @Test
    void revocationsOfOneAddressAreLimitedWithItsTokenRequests() {
        try (TestServer server = limited(Limit.TOKEN_REQUESTS_PER_ADDRESS)) {
            server.stranger().token(Map.of(), null);
            server.stranger().sendForm(DeviceApi.REVOCATION, Map.of("token", "x"), null);

            assertTooMany(server.stranger().sendForm(DeviceApi.REVOCATION, Map.of("token", "x"), null), "30");
        }
    }

    @Test
    void behindAProxyItsWordCountsAndTheSendersDoesNot() {
        try (TestServer server = TestServer.startWith(
                directory,
                settings -> settings.with(
                        change -> change.behindProxy(true).limits(Map.of(Limit.TOKEN_REQUESTS_PER_ADDRESS, TWO))))) {
            assertEquals(400, from(server, "198.51.100.1, 203.0.113.7").status());
            assertEquals(400, from(server, "198.51.100.2, 203.0.113.7").status());
            assertEquals(429, from(server, "198.51.100.3,203.0.113.7").status());
            assertEquals(400, from(server, "203.0.113.8").status());
            assertEquals("malformed_request", from(server, "203.0.113.8, proxy").code());
        }
    }

    @Test
    void withoutAProxyNobodyChoosesTheirAddress() {
        try (TestServer server = limited(Limit.TOKEN_REQUESTS_PER_ADDRESS)) {
            from(server, "203.0.113.1");
            from(server, "203.0.113.2");

            assertEquals(429, from(server, "203.0.113.3").status());
        }
    }

    private TestServer limited(Limit limit) {
        return TestServer.startWith(directory, settings -> settings.with(change -> change.limits(Map.of(limit, TWO))));
    }

    private static Received from(TestServer server, String forwardedFor) {
        return server.stranger()
                .send(
                        "POST",
                        DeviceApi.TOKEN,
                        new byte[0],
                        request -> request.setHeader("X-Forwarded-For", forwardedFor)
                                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static void assertTooMany(Received received, String retryAfter) {
        assertEquals(429, received.status(), received::text);
        assertEquals("too_many_requests", received.code());
        assertEquals(retryAfter, received.header("Retry-After").orElse(""));
    }
}
