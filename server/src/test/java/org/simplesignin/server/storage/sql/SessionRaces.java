package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;

/// The same request many times at once, on two servers of one database: one device gets one answer, and no session ends
/// for it.
interface SessionRaces extends Races {
    private List<TestDevice> twinsOfAStranger() {
        TestDevice stranger = here().stranger();
        List<TestDevice> twins = Stream.of(here(), here(), there(), there())
                .map(server -> server.stranger(stranger.key()))
                .toList();
        // A nonce, before many want one.
        twins.forEach(one -> one.oauth(DeviceApi.REVOCATION, Map.of("token", "none"), true));
        return twins;
    }

    /// Asserts that all got the same tokens, and that these are the session's.
    private static void assertOneAnswer(List<Received> answers, Registration registration) {
        assertEquals(
                List.of(200), answers.stream().map(Received::status).distinct().toList());
        List<TokenAnswer> different = answers.stream()
                .map(one -> one.as(TokenAnswer.class))
                .distinct()
                .toList();
        assertEquals(1, different.size());
        assertEquals(
                SecretHash.of(different.getFirst().refresh_token()),
                registration.session().refresh());
        assertEquals(
                SecretHash.of(different.getFirst().access_token()),
                registration.session().access());
    }

    @Test
    default void oneDeviceThatPollsManyTimesAtOnceIsOneDevice() throws Exception {
        Customer customer = here().newCustomer();
        TestDevice device = here().stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        here().approve(customer, codes.user_code());
        Map<String, String> form = Map.of(
                "grant_type",
                DeviceApi.DEVICE_CODE_GRANT,
                "device_code",
                codes.device_code(),
                "client_id",
                DeviceApi.CLIENT_ID);
        device.oauth(DeviceApi.REVOCATION, Map.of("token", "none"), true); // a nonce, before many want one

        List<Received> answers = Conformance.race(CALLERS, i -> device.token(form));

        Registration registration =
                here().storage().devices().ofCustomer(customer.id()).getFirst();
        assertEquals(1, here().storage().devices().ofCustomer(customer.id()).size());
        assertOneAnswer(answers, registration);
        assertEquals(
                200,
                device.with(answers.getFirst().as(TokenAnswer.class))
                        .get(DeviceApi.CUSTOMER)
                        .status());
    }

    @Test
    default void oneDeviceThatEnrolsManyTimesAtOnceIsOneDeviceWithOneAnswer() throws Exception {
        Customer customer = here().newCustomer();
        String secret = here().enrolmentSecret(customer);
        List<TestDevice> twins = twinsOfAStranger();

        List<Received> answers =
                Conformance.race(CALLERS, i -> twins.get(i % twins.size()).enrol(secret));

        List<Registration> registered = here().storage().devices().ofCustomer(customer.id());
        assertEquals(1, registered.size());
        assertOneAnswer(answers, registered.getFirst());
        assertEquals(
                List.of("device-registered"),
                lines(customer.id()).stream().map(AuditLine::kind).toList());
    }

    @Test
    default void ofManyDevicesThatEnrolWithOneSecretOneIsRegistered() throws Exception {
        Customer customer = here().newCustomer();
        String secret = here().enrolmentSecret(customer);

        List<Received> answers = Conformance.race(
                CALLERS, i -> (i % 2 == 0 ? here() : there()).stranger().enrol(secret));

        assertEquals(1, answers.stream().filter(one -> one.status() == 200).count());
        assertEquals(
                CALLERS - 1,
                answers.stream()
                        .filter(one -> "invalid_grant".equals(Races.error(one)))
                        .count());
        assertEquals(1, here().storage().devices().ofCustomer(customer.id()).size());
    }

    @Test
    default void refreshManyTimesAtOnceGivesAllTheSameTokens() throws Exception {
        Customer customer = here().newCustomer();
        TestDevice device = here().newDevice(customer);
        List<TestDevice> twins = twins(device);
        for (int round = 0; round < ROUNDS; round++) {
            String refresh = device.tokens().refresh_token();

            List<Received> answers =
                    Conformance.race(CALLERS, i -> twins.get(i % twins.size()).refreshWith(refresh));

            Registration registration =
                    here().storage().devices().ofCustomer(customer.id()).getFirst();
            assertOneAnswer(answers, registration);
            assertEquals(SecretHash.of(refresh), registration.session().previousRefresh());
            device.with(answers.getFirst().as(TokenAnswer.class));
            assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        }
        assertEquals(
                List.of("device-registered"),
                lines(customer.id()).stream().map(AuditLine::kind).toList());
    }

    @Test
    default void refreshAndTheRepetitionOfTheOneBeforeAtOnceEndNothingWhicheverIsFirst() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Customer customer = here().newCustomer();
            TestDevice device = here().newDevice(customer);
            String before = device.tokens().refresh_token();
            device.refresh();
            String now = device.tokens().refresh_token();
            TestDevice there = there().twinOf(device);
            there.get(DeviceApi.CUSTOMER);

            List<Received> answers =
                    Conformance.race(2, i -> i == 0 ? device.refreshWith(now) : there.refreshWith(before));

            // Where the repetition is second its token was used by then: only an attacker, or two processes of one
            // device, do that.
            boolean ended = answers.get(1).status() != 200;
            assertEquals(200, answers.get(0).status());
            assertEquals(
                    ended ? 0 : 1,
                    here().storage().devices().ofCustomer(customer.id()).size());
        }
    }

    @Test
    default void usedRefreshTokenManyTimesAtOnceEndsTheSessionOnce() throws Exception {
        Customer customer = here().newCustomer();
        TestDevice device = here().newDevice(customer);
        String refresh = device.tokens().refresh_token();
        device.refresh();
        device.refresh();
        List<TestDevice> twins = twins(device);

        List<Received> answers =
                Conformance.race(CALLERS, i -> twins.get(i % twins.size()).refreshWith(refresh));

        assertEquals(
                List.of(400), answers.stream().map(Received::status).distinct().toList());
        assertEquals(List.of(), here().storage().devices().ofCustomer(customer.id()));
        assertEquals(
                List.of("device-registered", "session-ended"),
                lines(customer.id()).stream().map(AuditLine::kind).toList());
    }
}
