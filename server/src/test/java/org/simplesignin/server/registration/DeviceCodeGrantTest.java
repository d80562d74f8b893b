package org.simplesignin.server.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The device's side: asking for codes, polling, and what it gets.
final class DeviceCodeGrantTest {
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final Map<String, String> CLIENT = Map.of("client_id", DeviceApi.CLIENT_ID);

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void register(TestDevice device, Customer customer) {
        DeviceAuthorizationAnswer codes = device.askForCodes();
        assertEquals(Approving.Decision.APPROVED, server.approve(customer, codes.user_code()));
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void sameDeviceOfTheSameCustomerReplacesItselfAndNothingElse() {
        Customer alice = server.newCustomer("Alex");
        Customer bob = server.newCustomer("Alex");
        TestDevice device = server.stranger();
        TestDevice another = server.stranger();
        register(device, alice);
        TestDevice ofBob = server.twinOf(device);
        register(ofBob, bob);
        register(another, alice);
        TestDevice before = server.twinOf(device).with(device.tokens());

        register(device, alice);

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals("invalid_token", before.get(DeviceApi.CUSTOMER).code());
        assertError("invalid_grant", before.refresh());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status(), "what is spent of before ends nothing of now");
        assertEquals(200, ofBob.get(DeviceApi.CUSTOMER).status(), "the same key, another customer");
        assertEquals(200, another.get(DeviceApi.CUSTOMER).status(), "the same customer, another key");
        assertEquals(2, server.storage().devices().ofCustomer(alice.id()).size());
        List<AuditLine> lines = server.storage().auditLog().lines(alice.id(), 1, 100);
        assertEquals(
                List.of("device-registered", "device-removed"),
                lines.subList(lines.size() - 2, lines.size()).stream()
                        .map(AuditLine::kind)
                        .toList());
    }

    @Test
    void enrolmentOfADeviceThatIsRegisteredReplacesItToo() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestDevice before = server.twinOf(device).with(device.tokens());

        assertEquals(200, device.enrol(server.enrolmentSecret(customer)).status());

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals("invalid_token", before.get(DeviceApi.CUSTOMER).code());
        assertEquals(1, server.storage().devices().ofCustomer(customer.id()).size());
    }

    @Test
    void codesAreAsTheStandardSays() {
        Received received = server.stranger().authorize(CLIENT, false);

        DeviceAuthorizationAnswer codes = received.as(DeviceAuthorizationAnswer.class);
        assertEquals(200, received.status());
        assertEquals("no-store", received.header("Cache-Control").orElse(""));
        assertTrue(codes.user_code().matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}"));
        assertTrue(codes.device_code().matches("[A-Za-z0-9_-]{43}"));
        assertEquals("https://ssi.example/device", codes.verification_uri());
        assertEquals("https://ssi.example/device?user_code=" + codes.user_code(), codes.verification_uri_complete());
        assertEquals(600, codes.expires_in());
        assertEquals(5, codes.interval());
    }

    @Test
    void approvedDeviceIsRegisteredWithTheCustomerWhoApproved() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        assertError("authorization_pending", device.poll(codes.device_code()));

        assertEquals(Approving.Decision.APPROVED, server.approve(customer, codes.user_code()));
        Received received = device.poll(codes.device_code());

        assertEquals(200, received.status());
        assertEquals("DPoP", received.as(TokenAnswer.class).token_type());
        assertEquals(
                "Alice", device.get(DeviceApi.CUSTOMER).as(CustomerView.class).displayName());
        assertEquals(200, device.refresh().status());
        assertEquals(
                List.of("device-registered"),
                server.storage().auditLog().lines(customer.id(), 1, 10).stream()
                        .map(line -> line.kind())
                        .toList());
    }

    @Test
    void deviceIsKeptUnderItsOwnWordsWithoutWhatCannotBeShown() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.authorize(
                        Map.of(
                                "client_id",
                                DeviceApi.CLIENT_ID,
                                "device_name",
                                " Living\u0007 room\u202e ",
                                "device_model",
                                "Demo\nTV"),
                        true)
                .as(DeviceAuthorizationAnswer.class);
        server.approve(customer, codes.user_code());
        device.poll(codes.device_code());

        Registration registration =
                server.storage().devices().ofCustomer(customer.id()).getFirst();
        assertEquals("Living room", registration.device().name());
        assertEquals("Demo TV", registration.device().model());
    }

    @Test
    void deviceWithoutNameIsATv() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(customer, codes.user_code());
        device.poll(codes.device_code());

        assertEquals(
                "TV",
                server.storage()
                        .devices()
                        .ofCustomer(customer.id())
                        .getFirst()
                        .device()
                        .name());
    }

    @Test
    void codeThatNobodyTypesIsPendingUntilItExpires() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();

        server.clock().forward(Duration.ofMinutes(10).minusMillis(1));
        assertError("authorization_pending", device.poll(code));
        server.clock().forward(Duration.ofMillis(1));
        assertError("expired_token", device.poll(code));
    }

    @Test
    void approvalIsOfNoUseOnceTheCodeHasExpired() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());
        server.clock().forward(Duration.ofMinutes(10));

        assertError("expired_token", device.poll(codes.device_code()));
    }

    @Test
    void expiredCodeIsForgottenAfterAWhile() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        server.clock().forward(Duration.ofMinutes(21));
        device.askForCodes();

        assertError("invalid_grant", device.poll(code));
    }

    @Test
    void refusedDeviceIsTold() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        var id = Customers.open(server, customer, codes.user_code());

        assertEquals(Approving.Decision.REFUSED, server.approving().refuse(customer.id(), id));

        assertError("access_denied", device.poll(codes.device_code()));
        assertEquals(List.of(), server.storage().devices().ofCustomer(customer.id()));
    }

    @Test
    void earlyPollMakesTheIntervalLongerForGood() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        assertError("authorization_pending", device.poll(code));
        server.clock().forward(Duration.ofSeconds(3));
        assertError("slow_down", device.poll(code));

        server.clock().forward(Duration.ofSeconds(5)); // 8 s after the poll that counted, where 10 are due
        assertError("slow_down", device.poll(code));
        server.clock().forward(Duration.ofSeconds(7)); // 15 s
        assertError("authorization_pending", device.poll(code));
        server.clock().forward(Duration.ofSeconds(13));
        assertError("slow_down", device.poll(code));
    }

    @Test
    void deviceThatKeepsToTheRaisedIntervalIsNotStarved() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        device.poll(code);
        assertError("slow_down", device.poll(code));
        for (int poll = 0; poll < 5; poll++) {
            server.clock().forward(Duration.ofSeconds(10));
            assertError("authorization_pending", device.poll(code));
        }
    }

    @Test
    void deviceThatPollsMuchTooOftenGetsThroughAllTheSame() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        for (int poll = 0; poll < 20; poll++) {
            device.poll(codes.device_code());
        }
        server.clock().forward(Duration.ofSeconds(60));
        assertError("authorization_pending", device.poll(codes.device_code()));

        server.approve(server.newCustomer(), codes.user_code());
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void pollAfterTheClockWasSetBackIsNotEarlyAndMakesTheIntervalNoLonger() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.clock().forward(Duration.ofMinutes(4));
        assertError("authorization_pending", device.poll(codes.device_code()));
        server.clock().set(Duration.ofMinutes(-4));

        for (int poll = 0; poll < 3; poll++) {
            server.clock().forward(Duration.ofSeconds(5));
            Received received = device.poll(codes.device_code());
            assertError("authorization_pending", received);
            assertEquals("Poll again in 5 seconds", received.members().get("error_description"));
        }
        server.approve(server.newCustomer(), codes.user_code());
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void codeHasExpiredWhenTheClockIsSetBackAndTheDeviceBeginsAnew() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        server.clock().set(TWO_HOURS.negated());

        assertError("expired_token", device.poll(code));

        register(device, server.newCustomer());
    }

    @Test
    void approvalBeforeTheClockIsSetBackIsOfNoUseAfterIt() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());
        server.clock().set(TWO_HOURS.negated());

        assertError("expired_token", device.poll(codes.device_code()));
    }

    @Test
    void codeOfAClockThatWasAheadIsNotGoodAgainWhenTheClockGetsThere() {
        server.clock().set(TWO_HOURS);
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        server.clock().set(TWO_HOURS.negated());
        server.clock().forward(Duration.ofMinutes(1));
        server.stranger().askForCodes(); // ends what ends too late
        assertError("expired_token", device.poll(code));

        server.clock().forward(TWO_HOURS.minusMinutes(1));

        assertError("expired_token", device.poll(code));
    }

    @Test
    void codeThatEndsTooLateIsForgottenLikeOneThatHasJustExpired() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        server.clock().set(TWO_HOURS.negated());
        for (Duration later :
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(10).minusMillis(1))) {
            server.clock().forward(later);
            server.stranger().askForCodes();
            assertError("expired_token", device.poll(code));
        }
        server.clock().forward(Duration.ofMinutes(1));
        server.stranger().askForCodes();

        assertError("invalid_grant", device.poll(code));
    }

    @Test
    void codeOfAServerThatIsAMinuteAheadIsTaken() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.clock().set(Duration.ofMinutes(-1));
        assertError("authorization_pending", device.poll(codes.device_code()));

        server.clock().set(Duration.ofMillis(-1));
        assertError("expired_token", device.poll(codes.device_code()));
    }

    @Test
    void lostAnswerIsGivenAgainAfterTheClockWasSetBack() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());
        TokenAnswer lost = device.poll(codes.device_code()).as(TokenAnswer.class);
        server.clock().set(TWO_HOURS.negated());
        server.clock().forward(Duration.ofMinutes(1));
        server.stranger().askForCodes();

        assertEquals(lost, device.poll(codes.device_code()).as(TokenAnswer.class));

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void raisedIntervalOutlivesARestart() {
        TestDevice device = server.stranger();
        String code = device.askForCodes().device_code();
        device.poll(code);
        device.poll(code);

        assertEquals(
                Duration.ofSeconds(10),
                server.storage()
                        .registrations()
                        .registration(SecretHash.of(code))
                        .orElseThrow()
                        .interval());
    }

    @Test
    void codeOfOneKeyIsUnknownToAnother() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());

        assertError("invalid_grant", server.stranger().poll(codes.device_code()));
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void codeWithoutProofIsBoundByTheFirstPoll() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.authorize(CLIENT, false).as(DeviceAuthorizationAnswer.class);
        assertError("authorization_pending", device.poll(codes.device_code()));
        server.approve(server.newCustomer(), codes.user_code());

        assertError("invalid_grant", server.stranger().poll(codes.device_code()));
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void lostAnswerIsGivenAgainToTheLetterHoweverLateItIsAskedFor() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(customer, codes.user_code());
        TokenAnswer lost = device.poll(codes.device_code()).as(TokenAnswer.class);

        for (Duration later : List.of(Duration.ZERO, Duration.ofSeconds(61), Duration.ofDays(3))) {
            server.clock().forward(later);
            server.stranger().askForCodes(); // forgets what has expired
            assertEquals(lost, device.poll(codes.device_code()).as(TokenAnswer.class), later::toString);
        }

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status(), "its access token lives anew");
        assertEquals(200, device.refresh().status());
        assertEquals(1, server.storage().devices().ofCustomer(customer.id()).size());
        assertEquals(1, server.storage().auditLog().lines(customer.id(), 1, 10).size());
    }

    @Test
    void codeIsForgottenOnceTheDeviceHasRefreshed() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());
        device.poll(codes.device_code());
        device.refresh();
        server.clock().forward(Duration.ofMinutes(21));
        device.askForCodes();

        assertFalse(server.storage()
                .registrations()
                .registration(SecretHash.of(codes.device_code()))
                .isPresent());
    }

    @Test
    void spentCodeOfAnotherKeyIsRefusedAndEndsNothing() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());
        device.poll(codes.device_code());

        assertError("invalid_grant", server.stranger().poll(codes.device_code()));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void whoHasRefreshedCannotRepeat() {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(server.newCustomer(), codes.user_code());
        device.poll(codes.device_code());
        device.refresh();

        assertError("invalid_grant", device.poll(codes.device_code()));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void removedDeviceCannotRepeat() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        server.approve(customer, codes.user_code());
        device.poll(codes.device_code());
        device.revoke(device.tokens().refresh_token());

        assertError("invalid_grant", device.poll(codes.device_code()));
        assertEquals(List.of(), server.storage().devices().ofCustomer(customer.id()));
    }

    @Test
    void oneKeyRegistersWithSeveralCustomers() {
        TestDevice device = server.stranger();
        for (Customer customer : List.of(server.newCustomer(), server.newCustomer())) {
            DeviceAuthorizationAnswer codes = device.askForCodes();
            server.approve(customer, codes.user_code());
            assertEquals(200, device.poll(codes.device_code()).status());
            assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
            assertEquals(1, server.storage().devices().ofCustomer(customer.id()).size());
        }
    }

    @Test
    void unknownCodeIsRefused() {
        assertError("invalid_grant", server.stranger().poll("A".repeat(43)));
        assertError("invalid_request", server.stranger().poll(" "));
        assertError("invalid_request", server.stranger().poll("A".repeat(257)));
    }

    @Test
    void userCodeIsNoDeviceCode() {
        TestDevice device = server.stranger();

        assertError("invalid_grant", device.poll(device.askForCodes().user_code()));
    }

    @Test
    void pollWithoutProofIsRefused() {
        TestDevice device = server.stranger();
        Map<String, String> form = Map.of(
                "grant_type",
                DeviceApi.DEVICE_CODE_GRANT,
                "device_code",
                device.askForCodes().device_code(),
                "client_id",
                DeviceApi.CLIENT_ID);

        assertError("invalid_dpop_proof", device.token(form, null));
    }

    @Test
    void otherClientsAreRefused() {
        TestDevice device = server.stranger();

        Received unknown = device.authorize(Map.of("client_id", "other"), false);
        assertEquals(401, unknown.status());
        assertEquals("invalid_client", unknown.members().get("error"));
        assertEquals(401, device.authorize(Map.of("device_name", "TV"), false).status());
        Received poll = device.token(Map.of(
                "grant_type",
                DeviceApi.DEVICE_CODE_GRANT,
                "device_code",
                device.askForCodes().device_code()));
        assertEquals("invalid_client", poll.members().get("error"));
    }

    @Test
    void scopesAndOverlongNamesAreRefused() {
        TestDevice device = server.stranger();

        assertError("invalid_scope", device.authorize(Map.of("client_id", DeviceApi.CLIENT_ID, "scope", "all"), false));
        assertError(
                "invalid_request",
                device.authorize(Map.of("client_id", DeviceApi.CLIENT_ID, "device_name", "n".repeat(129)), false));
    }

    @Test
    void proofWithoutNonceIsToldToUseOne() {
        TestDevice device = server.stranger();
        String proof =
                device.proof("POST", DeviceApi.DEVICE_AUTHORIZATION, null).text();

        Received received = device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, CLIENT, proof);

        assertError("use_dpop_nonce", received);
        assertTrue(received.header("DPoP-Nonce").isPresent());
    }

    @Test
    void forgedAndReplayedProofsGetNoCodes() {
        TestDevice device = server.stranger();
        device.askForCodes();
        String proof =
                device.proof("POST", DeviceApi.DEVICE_AUTHORIZATION, null).text();
        assertEquals(
                200,
                device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, CLIENT, proof).status());

        assertError("invalid_dpop_proof", device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, CLIENT, proof));
        String forged = device.proof("POST", DeviceApi.DEVICE_AUTHORIZATION, null)
                .signedBy(server.stranger().key())
                .text();
        assertError("invalid_dpop_proof", device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, CLIENT, forged));
        String other = device.proof("POST", DeviceApi.TOKEN, null).text();
        assertError("invalid_dpop_proof", device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, CLIENT, other));
    }

    @Test
    void staleNonceIsRefused() {
        TestDevice device = server.stranger();
        device.askForCodes();
        String proof =
                device.proof("POST", DeviceApi.DEVICE_AUTHORIZATION, null).text();
        server.clock().forward(Duration.ofMinutes(4));

        assertError("use_dpop_nonce", device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, CLIENT, proof));
    }

    @Test
    void clocksOf1970And2038Register() {
        for (long iat : List.of(0L, 2_147_483_648L)) {
            TestDevice device = server.stranger();
            DeviceAuthorizationAnswer codes = device.askForCodes();
            server.approve(server.newCustomer(), codes.user_code());
            Map<String, String> form = Map.of(
                    "grant_type",
                    DeviceApi.DEVICE_CODE_GRANT,
                    "device_code",
                    codes.device_code(),
                    "client_id",
                    DeviceApi.CLIENT_ID);

            Received received = device.token(
                    form,
                    device.proof("POST", DeviceApi.TOKEN, null)
                            .claim("iat", iat)
                            .text());

            assertEquals(200, received.status());
        }
    }

    @Test
    void tooManyRequestsOfOneAddressMustWait() {
        server.close();
        server = TestServer.startWith(directory, settings -> settings.with(change -> change.limits(Map.of())));
        TestDevice device = server.stranger();
        for (int request = 0; request < 60; request++) {
            assertEquals(200, device.authorize(CLIENT, false).status());
        }

        Received received = device.authorize(CLIENT, false);

        assertEquals(429, received.status());
        assertEquals("too_many_requests", received.code());
        assertEquals("temporarily_unavailable", received.members().get("error"));
        assertEquals("10", received.header("Retry-After").orElse(""));
        server.clock().forward(Duration.ofSeconds(10));
        assertEquals(200, device.authorize(CLIENT, false).status());
    }

    @Test
    void nothingOfTheCodesOrTheDeviceIsStoredInTheClear() throws Exception {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.authorize(
                        Map.of("client_id", DeviceApi.CLIENT_ID, "device_name", "Canary Lounge"), true)
                .as(DeviceAuthorizationAnswer.class);
        for (String name : List.of("server.db", "server.db-wal")) {
            String content = java.nio.file.Files.readString(
                    directory.resolve(name), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertFalse(content.contains(codes.device_code()), name);
            assertFalse(content.contains("Canary Lounge"), name);
        }
    }

    private static void assertError(String error, Received received) {
        assertEquals(400, received.status(), received.text());
        assertEquals(error, received.members().get("error"), received.text());
    }
}
