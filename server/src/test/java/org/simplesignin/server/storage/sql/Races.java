package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.registration.Approving;
import org.simplesignin.server.registration.Approving.Decision;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// What must not happen when things happen at once, with real devices over HTTP on two servers of one database. As an
/// interface, so that each engine runs it.
///
/// The audit log is the judge: its lines stand in the order of the commits, and none of a mint may come after that of a
/// revocation.
interface Races {
    int ROUNDS = 5;
    int CALLERS = 16;
    UserAndLinksRequest MINT = new UserAndLinksRequest("sample-tv", "sample-video", null);

    /// Returns one server of the database.
    TestServer here();

    /// Returns another server of the same database.
    TestServer there();

    /// What calls do while `revocation` is under way somewhere else: mint until it is acknowledged, and then once
    /// more. Returns what the last calls got, which began after the acknowledgement.
    private List<Received> mintDuring(List<TestDevice> minters, Runnable revocation) throws Exception {
        CountDownLatch underWay = new CountDownLatch(minters.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> revoked = threads.submit(() -> {
                underWay.await();
                revocation.run();
                return true;
            });
            List<Future<Received>> last = new ArrayList<>();
            for (TestDevice minter : minters) {
                last.add(threads.submit(() -> {
                    try {
                        assertEquals(
                                200, minter.post(DeviceApi.USER_AND_LINKS, MINT).status());
                    } finally {
                        underWay.countDown();
                    }
                    while (!revoked.isDone()) {
                        minter.post(DeviceApi.USER_AND_LINKS, MINT);
                    }
                    return minter.post(DeviceApi.USER_AND_LINKS, MINT);
                }));
            }
            List<Received> results = new ArrayList<>();
            for (Future<Received> one : last) {
                results.add(one.get());
            }
            revoked.get();
            return results;
        }
    }

    /// Returns devices with its key and tokens, two at each server.
    default List<TestDevice> twins(TestDevice device) {
        return Stream.of(here(), here(), there(), there())
                .map(server -> server.twinOf(device))
                .toList();
    }

    private String link(TestDevice device) {
        Partner partner = new Partner(here(), "sample-tv", "sample-video");
        return Objects.requireNonNull(
                TestServer.link(device, partner.linkRequest(device, "account")).linkId());
    }

    /// Returns the audit log of the customer.
    default List<AuditLine> lines(CustomerId customer) {
        return here().storage().auditLog().lines(customer, 1, Integer.MAX_VALUE);
    }

    /// Asserts that the log tells of mints before the first line of this kind, and of none after it.
    private void assertNoMintAfter(String kind, CustomerId customer) {
        List<String> kinds = lines(customer).stream().map(AuditLine::kind).toList();
        int revoked = kinds.indexOf(kind);
        assertTrue(kinds.subList(0, revoked).contains("token-minted"), "nothing raced");
        assertEquals(-1, kinds.subList(revoked, kinds.size()).indexOf("token-minted"), kinds.toString());
    }

    @Test
    default void noMintAfterAnUnlink() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Customer customer = here().newCustomer();
            TestDevice device = here().newDevice(customer);
            String link = link(device);
            TestDevice other = there().twinOf(device);

            List<Received> after = mintDuring(
                    twins(device),
                    () -> assertEquals(
                            204, other.delete(DeviceApi.LINKS + "/" + link).status()));

            for (Received received : after) {
                assertEquals(
                        List.of(), received.as(GetUserAndLinksResponse.class).links());
            }
            assertNoMintAfter("link-ended", customer.id());
        }
    }

    @Test
    default void noMintAfterTurningOff() throws Exception {
        for (SwitchScope scope : SwitchScope.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                Customer customer = here().newCustomer();
                TestDevice device = here().newDevice(customer);
                link(device);
                TestDevice other = there().twinOf(device);
                SwitchChange off = new SwitchChange(scope, scope == SwitchScope.APP ? "sample-tv" : null, false);

                List<Received> after = mintDuring(
                        twins(device),
                        () -> assertEquals(
                                200, other.put(DeviceApi.SWITCHES, off).status()));

                for (Received received : after) {
                    assertEquals(
                            RequestStatus.FEATURE_TURNED_OFF,
                            received.as(GetUserAndLinksResponse.class).requestStatus());
                }
                assertNoMintAfter(
                        switch (scope) {
                            case ACCOUNT -> "account-off";
                            case DEVICE -> "device-off";
                            case APP -> "app-off";
                        },
                        customer.id());
            }
        }
    }

    @Test
    default void noMintAfterTheRemovalOfTheDevice() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Customer customer = here().newCustomer();
            TestDevice device = here().newDevice(customer);
            link(device);
            TestDevice other = there().twinOf(device);

            List<Received> after = mintDuring(
                    twins(device),
                    () -> assertEquals(
                            200, other.revoke(device.tokens().refresh_token()).status()));

            for (Received received : after) {
                assertEquals("invalid_token", received.code());
            }
            assertNoMintAfter("device-removed", customer.id());
        }
    }

    @Test
    default void noMintAfterTheCustomerRemovedTheDeviceOnThePhone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Customer customer = here().newCustomer();
            TestDevice device = here().newDevice(customer);
            link(device);
            String path = "/devices/"
                    + here().storage()
                            .devices()
                            .ofCustomer(customer.id())
                            .getFirst()
                            .device()
                            .id() + "/remove";
            TestBrowser phone = there().browser(customer);
            phone.get(path);

            List<Received> after = mintDuring(
                    twins(device), () -> assertEquals(303, phone.post(path).status()));

            for (Received received : after) {
                assertEquals("invalid_token", received.code());
            }
            assertNoMintAfter("device-removed", customer.id());
            assertEquals("invalid_grant", device.refresh().code());
        }
    }

    @Test
    default void customerWhoRegistersADeviceTwiceIsOnItOnceWhateverPollsFirst() throws Exception {
        Customer customer = here().newCustomer();
        TestDevice ofAnother = here().newDevice();
        TestDevice device = here().twinOf(ofAnother);
        TestDevice twin = there().twinOf(ofAnother);
        DeviceAuthorizationAnswer first = device.askForCodes();
        DeviceAuthorizationAnswer second = twin.askForCodes();
        here().approve(customer, first.user_code());
        there().approve(customer, second.user_code());

        List<Received> polls =
                Conformance.race(2, i -> i == 0 ? device.poll(first.device_code()) : twin.poll(second.device_code()));

        assertEquals(List.of(200, 200), polls.stream().map(Received::status).toList());
        assertEquals(1, here().storage().devices().ofCustomer(customer.id()).size());
        assertEquals(
                1,
                Stream.of(device, twin)
                        .filter(one -> one.get(DeviceApi.CUSTOMER).status() == 200)
                        .count());
        assertEquals(200, ofAnother.get(DeviceApi.CUSTOMER).status(), "another customer of the device");
    }

    @Test
    default void approvalTwiceIsOneApproval() throws Exception {
        Customer customer = here().newCustomer();
        TestDevice device = here().stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        RegistrationId id = open(here(), customer, codes);

        List<Decision> decisions = Conformance.race(
                CALLERS, i -> (i % 2 == 0 ? here() : there()).approving().choose(customer.id(), id, codes.user_code()));

        assertEquals(List.of(Decision.APPROVED), decisions.stream().distinct().toList());
        assertEquals(200, device.poll(codes.device_code()).status());
        assertEquals(1, here().storage().devices().ofCustomer(customer.id()).size());
    }

    @Test
    default void yesAndNoAtOnceEndInOneOfThem() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Customer customer = here().newCustomer();
            TestDevice device = here().stranger();
            DeviceAuthorizationAnswer codes = device.askForCodes();
            RegistrationId id = open(here(), customer, codes);

            List<Decision> decisions = Conformance.race(
                    CALLERS,
                    i -> i % 2 == 0
                            ? here().approving().choose(customer.id(), id, codes.user_code())
                            : there().approving().refuse(customer.id(), id));

            // A no takes an approval back; a yes after a no is too late.
            assertEquals(
                    1, decisions.stream().filter(one -> one == Decision.REFUSED).count());
            assertEquals("access_denied", error(device.poll(codes.device_code())));
        }
    }

    @Test
    default void ofManyCustomersWhoTypeOneCodeOneCanDecide() throws Exception {
        TestDevice device = here().stranger();
        DeviceAuthorizationAnswer codes = device.askForCodes();
        List<Customer> customers =
                Stream.generate(here()::newCustomer).limit(CALLERS).toList();

        List<Optional<RegistrationId>> opened = Conformance.race(
                CALLERS,
                i -> (i % 2 == 0 ? here() : there())
                        .approving()
                        .open(
                                customers.get(i).id(),
                                new NetworkAddress(InetAddress.getLoopbackAddress()),
                                codes.user_code()));

        assertEquals(1, opened.stream().filter(Optional::isPresent).count());
    }

    @Test
    default void ofManyDevicesThatPollOneCodeOneIsRegistered() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Customer customer = here().newCustomer();
            DeviceAuthorizationAnswer codes = here().stranger()
                    .authorize(Map.of("client_id", DeviceApi.CLIENT_ID), false)
                    .as(DeviceAuthorizationAnswer.class);
            here().approve(customer, codes.user_code());
            List<TestDevice> devices = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                devices.add((i % 2 == 0 ? here() : there()).stranger());
            }

            List<Received> answers =
                    Conformance.race(CALLERS, i -> devices.get(i).poll(codes.device_code()));

            assertEquals(1, answers.stream().filter(one -> one.status() == 200).count());
            assertEquals(
                    CALLERS - 1,
                    answers.stream()
                            .filter(one -> "invalid_grant".equals(error(one)))
                            .count());
            assertEquals(1, here().storage().devices().ofCustomer(customer.id()).size());
            assertEquals(
                    List.of("device-registered"),
                    lines(customer.id()).stream().map(AuditLine::kind).toList());
        }
    }

    @Test
    default void removedDeviceIsOutOnEveryServerAtOnce() {
        Customer customer = here().newCustomer();
        TestDevice device = here().newDevice(customer);
        link(device);
        TestDevice thereToo = there().twinOf(device);
        assertEquals(200, thereToo.post(DeviceApi.USER_AND_LINKS, MINT).status());

        assertEquals(200, device.revoke(device.tokens().refresh_token()).status());

        assertEquals(
                "invalid_token", thereToo.post(DeviceApi.USER_AND_LINKS, MINT).code());
        assertEquals("invalid_grant", thereToo.refresh().code());
    }

    private static RegistrationId open(TestServer server, Customer customer, DeviceAuthorizationAnswer codes) {
        Approving approving = server.approving();
        return approving
                .open(customer.id(), new NetworkAddress(InetAddress.getLoopbackAddress()), codes.user_code())
                .orElseThrow();
    }

    /// Returns the error of an OAuth answer.
    static String error(Received received) {
        return String.valueOf(received.members().get("error"));
    }
}
