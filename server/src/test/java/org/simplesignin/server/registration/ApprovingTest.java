package org.simplesignin.server.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.registration.Approving.Decision;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The customer's side, without pages: whose code it is, how often one may guess, what a choice does.
final class ApprovingTest {
    @TempDir
    private Path directory;

    private TestServer server;
    private Customer alice;
    private TestDevice device;
    private DeviceAuthorizationAnswer codes;

    @BeforeEach
    void start() {
        server = TestServer.startWith(directory, settings -> settings.with(change -> change.limits(Map.of())));
        alice = server.newCustomer();
        device = server.stranger();
        codes = device.authorize(
                        Map.of("client_id", DeviceApi.CLIENT_ID, "device_name", "Lounge", "device_model", "Demo TV"),
                        true)
                .as(DeviceAuthorizationAnswer.class);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Optional<RegistrationId> open(Customer customer, String typed) {
        return server.approving().open(customer.id(), Customers.HOME, typed);
    }

    private List<String> choices(Customer customer, RegistrationId id) {
        return server.approving().asked(customer.id(), id).orElseThrow().choices().stream()
                .map(UserCode::shown)
                .toList();
    }

    private String decoy(Customer customer, RegistrationId id) {
        return choices(customer, id).stream()
                .filter(code -> !code.equals(codes.user_code()))
                .findFirst()
                .orElseThrow();
    }

    private String pollError() {
        return String.valueOf(device.poll(codes.device_code()).members().get("error"));
    }

    @Test
    void customerSeesWhatAsksFromWhereAndWhen() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        Approving.Asked asked = server.approving().asked(alice.id(), id).orElseThrow();

        assertEquals("Lounge", asked.name());
        assertEquals("Demo TV", asked.model());
        assertEquals("127.0.0.1", asked.network());
        assertEquals(server.clock().instant(), asked.askedAt());
        assertEquals(null, asked.decided());
    }

    @Test
    void codeIsTakenHoweverItIsTyped() {
        String letters = codes.user_code().replace("-", "");
        for (String typed : List.of(
                letters,
                letters.toLowerCase(java.util.Locale.ROOT),
                " " + letters.substring(0, 4) + "  " + letters.substring(4) + " ",
                letters.substring(0, 4) + "\u2013" + letters.substring(4),
                String.join(".", letters.split("", -1)))) {
            assertTrue(open(alice, typed).isPresent(), typed);
        }
    }

    @Test
    void wrongExpiredUsedAndForeignCodesHaveTheSameAnswer() {
        Customer bob = server.newCustomer();
        DeviceAuthorizationAnswer used = device.askForCodes();
        server.approve(bob, used.user_code());
        DeviceAuthorizationAnswer foreign = device.askForCodes();
        assertTrue(open(bob, foreign.user_code()).isPresent());

        assertEquals(Optional.empty(), open(alice, "BCDF-GHJK"));
        assertEquals(Optional.empty(), open(alice, used.user_code()));
        assertEquals(Optional.empty(), open(alice, foreign.user_code()));
        assertEquals(Optional.empty(), open(alice, "not a code"));
        server.clock().forward(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), open(alice, codes.user_code()));
    }

    @Test
    void codeIsGoodUntilItsLastMoment() {
        server.clock().forward(Duration.ofMinutes(10).minusMillis(1));

        assertTrue(open(alice, codes.user_code()).isPresent());
    }

    @Test
    void codeThatEndsTooLateIsNeitherOpenedNorSeenNorDecided() {
        DeviceAuthorizationAnswer untyped = device.askForCodes();
        RegistrationId id = Customers.open(server, alice, codes.user_code());
        server.clock().set(Duration.ofHours(-2));

        assertEquals(Optional.empty(), open(alice, untyped.user_code()));
        assertEquals(Optional.empty(), server.approving().asked(alice.id(), id));
        assertEquals(Decision.GONE, server.approving().choose(alice.id(), id, codes.user_code()));
        assertEquals(Decision.GONE, server.approving().refuse(alice.id(), id));
    }

    @Test
    void fiveWrongCodesAreAllThereAre() {
        for (int wrong = 0; wrong < 5; wrong++) {
            assertEquals(Optional.empty(), open(alice, "BCDF-GHJK"));
        }

        RefusedException refused = assertThrows(RefusedException.class, () -> open(alice, codes.user_code()));

        assertEquals(ProblemCode.TOO_MANY_REQUESTS, refused.code());
        assertEquals(Duration.ofMinutes(2), refused.retryAfter());
        assertTrue(open(server.newCustomer(), codes.user_code()).isPresent());
    }

    @Test
    void rightCodesCostNoTries() {
        for (int right = 0; right < 20; right++) {
            assertTrue(open(alice, codes.user_code()).isPresent());
        }
    }

    @Test
    void twentyWrongCodesFromOneAddressAreAllThereAreForAllCustomers() {
        for (int wrong = 0; wrong < 20; wrong++) {
            open(server.newCustomer(), "BCDF-GHJK");
        }

        assertThrows(RefusedException.class, () -> open(alice, codes.user_code()));
        NetworkAddress elsewhere = NetworkAddress.parse("203.0.113.7").orElseThrow();
        assertTrue(server.approving()
                .open(alice.id(), elsewhere, codes.user_code())
                .isPresent());
    }

    @Test
    void onlyWhoTypedTheCodeCanDecide() {
        Customer bob = server.newCustomer();
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        assertEquals(Optional.empty(), server.approving().asked(bob.id(), id));
        assertEquals(Decision.GONE, server.approving().choose(bob.id(), id, codes.user_code()));
        assertEquals(Decision.GONE, server.approving().refuse(bob.id(), id));
        assertEquals("authorization_pending", pollError());
    }

    @Test
    void nobodyCanDecideBeforeTheCodeIsTyped() {
        RegistrationId id = server.storage()
                .registrations()
                .registration(org.simplesignin.server.id.SecretHash.of(codes.device_code()))
                .orElseThrow()
                .id();

        assertEquals(Optional.empty(), server.approving().asked(alice.id(), id));
        assertEquals(Decision.GONE, server.approving().choose(alice.id(), id, codes.user_code()));
        assertEquals(Decision.GONE, server.approving().refuse(alice.id(), id));
        assertEquals("authorization_pending", pollError());
    }

    @Test
    void choicesAreMadeForTheRegistrationAndStay() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());
        List<String> choices = choices(alice, id);

        assertEquals(3, choices.stream().distinct().count());
        assertTrue(choices.contains(codes.user_code()));
        assertEquals(choices, choices(alice, id));
    }

    @Test
    void rightChoiceIsNotAlwaysInTheSamePlace() {
        List<Integer> places = new ArrayList<>();
        for (int registration = 0; registration < 40; registration++) {
            DeviceAuthorizationAnswer one = device.askForCodes();
            places.add(choices(alice, Customers.open(server, alice, one.user_code()))
                    .indexOf(one.user_code()));
            server.clock().forward(Duration.ofMinutes(1));
        }

        assertEquals(3, places.stream().distinct().count());
    }

    @Test
    void wrongChoiceEndsTheRegistration() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        assertEquals(Decision.WRONG_CODE, server.approving().choose(alice.id(), id, decoy(alice, id)));

        assertEquals("access_denied", pollError());
        assertEquals(Decision.GONE, server.approving().choose(alice.id(), id, codes.user_code()));
        assertEquals(Optional.empty(), open(alice, codes.user_code()));
    }

    @Test
    void choiceThatIsNoCodeEndsTheRegistration() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        assertEquals(Decision.WRONG_CODE, server.approving().choose(alice.id(), id, "nonsense"));
        assertEquals("access_denied", pollError());
    }

    @Test
    void decoyOpensNothing() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        assertEquals(Optional.empty(), open(alice, decoy(alice, id)));
    }

    @Test
    void approvalCanBeRepeated() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        assertEquals(Decision.APPROVED, server.approving().choose(alice.id(), id, codes.user_code()));
        assertEquals(Decision.APPROVED, server.approving().choose(alice.id(), id, codes.user_code()));
        device.poll(codes.device_code());
        assertEquals(Decision.APPROVED, server.approving().choose(alice.id(), id, codes.user_code()));
        assertEquals(1, server.storage().devices().ofCustomer(alice.id()).size());
        assertEquals(
                Decision.APPROVED,
                server.approving().asked(alice.id(), id).orElseThrow().decided());
    }

    @Test
    void approvalCanBeTakenBackUntilTheDeviceHasItsTokens() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());
        server.approving().choose(alice.id(), id, codes.user_code());

        assertEquals(Decision.REFUSED, server.approving().refuse(alice.id(), id));
        assertEquals("access_denied", pollError());
    }

    @Test
    void registeredDeviceIsNotUndoneByALateNo() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());
        server.approving().choose(alice.id(), id, codes.user_code());
        device.poll(codes.device_code());

        assertEquals(Decision.GONE, server.approving().refuse(alice.id(), id));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void decisionAfterTheCodesHaveExpiredIsOfNoUse() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());
        server.clock().forward(Duration.ofMinutes(10));

        assertEquals(Decision.GONE, server.approving().choose(alice.id(), id, codes.user_code()));
        assertEquals(Decision.GONE, server.approving().refuse(alice.id(), id));
        assertEquals(Optional.empty(), server.approving().asked(alice.id(), id));
    }

    @Test
    void fiftyDevicesAreAllThereAre() {
        for (int registered = 0; registered < Approving.MOST_DEVICES; registered++) {
            server.newDevice(alice);
        }
        RegistrationId id = Customers.open(server, alice, codes.user_code());

        assertEquals(Decision.TOO_MANY_DEVICES, server.approving().choose(alice.id(), id, codes.user_code()));

        assertEquals("authorization_pending", pollError());
        assertEquals(Decision.WRONG_CODE, server.approving().choose(alice.id(), id, decoy(alice, id)));
    }

    @Test
    void codesPrintAsNothing() {
        RegistrationId id = Customers.open(server, alice, codes.user_code());
        Approving.Asked asked = server.approving().asked(alice.id(), id).orElseThrow();
        String letters = codes.user_code().replace("-", "");

        for (Object printed : List.of(
                asked,
                asked.choices(),
                server.storage().registrations().registration(id).orElseThrow(),
                codes)) {
            assertFalse(printed.toString().contains(letters));
            assertFalse(printed.toString().contains(codes.user_code()));
            assertFalse(printed.toString().contains("Lounge"));
        }
        assertNotEquals("", asked.toString());
    }
}
