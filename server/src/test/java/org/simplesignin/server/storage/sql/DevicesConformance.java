package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.CustomerGoneException;

/// What every implementation of [org.simplesignin.server.device.Devices] must do.
interface DevicesConformance extends Conformance {
    private static SecretHash secret() {
        return SecretHash.of(Conformance.newLinkId().value());
    }

    private static Device device(CustomerId customer) {
        return new Device(
                Conformance.newDevice(), customer, "tv-1", "TV 1", "Demo TV", new KeyThumbprint("k".repeat(43)), NOW);
    }

    private static Session session() {
        return new Session(secret(), NOW.plusSeconds(600), null, null, secret(), null, NOW);
    }

    private static Session after(Session session) {
        return new Session(
                secret(),
                NOW.plusSeconds(1200),
                session.access(),
                session.accessExpiresAt(),
                secret(),
                session.refresh(),
                NOW.plusMillis(1));
    }

    private Enrolment enrolment(CustomerId customer) {
        Enrolment enrolment = new Enrolment(secret(), customer, "tv-1", "TV 1", "Demo TV", NOW, null);
        assertTrue(did(customer, tx -> storage().devices().addEnrolment(tx, enrolment)));
        return enrolment;
    }

    private Registration registered(CustomerId customer) {
        Registration registration = new Registration(device(customer), session());
        in(customer, tx -> {
            storage().devices().register(tx, registration.device(), registration.session());
            return true;
        });
        return registration;
    }

    @Test
    default void enrolmentIsReadBackWhole() {
        Enrolment enrolment = enrolment(newCustomer());

        assertEquals(Optional.of(enrolment), storage().devices().enrolment(enrolment.secret()));
        assertEquals(Optional.empty(), storage().devices().enrolment(secret()));
    }

    @Test
    default void enrolmentIsSpentExactlyOnce() throws Exception {
        CustomerId customer = newCustomer();
        Enrolment enrolment = enrolment(customer);

        List<Boolean> spent = Conformance.race(
                CALLERS,
                i -> in(customer, tx -> {
                    if (!storage().devices().spendEnrolment(tx, enrolment.secret(), NOW)) {
                        return false;
                    }
                    storage().devices().register(tx, device(customer), session());
                    return true;
                }));

        assertEquals(1, spent.stream().filter(won -> won).count());
        assertFalse(did(customer, tx -> storage().devices().spendEnrolment(tx, enrolment.secret(), NOW)));
        assertEquals(
                NOW,
                storage().devices().enrolment(enrolment.secret()).orElseThrow().spentAt());
    }

    @Test
    default void enrolmentIsNotSpentWhenTheRegistrationFails() {
        CustomerId customer = newCustomer();
        Enrolment enrolment = enrolment(customer);
        Device taken = registered(customer).device();

        assertThrows(
                IllegalStateException.class,
                () -> in(customer, tx -> {
                    storage().devices().spendEnrolment(tx, enrolment.secret(), NOW);
                    storage().devices().register(tx, taken, session());
                    return true;
                }));

        assertEquals(Optional.of(enrolment), storage().devices().enrolment(enrolment.secret()));
    }

    @Test
    default void enrolmentOfAnotherCustomerOrOfNobodyIsNotSpent() {
        Enrolment enrolment = enrolment(newCustomer());
        CustomerId stranger = newCustomer();

        assertFalse(did(stranger, tx -> storage().devices().spendEnrolment(tx, enrolment.secret(), NOW)));
        assertFalse(did(stranger, tx -> storage().devices().spendEnrolment(tx, secret(), NOW)));
        assertEquals(Optional.of(enrolment), storage().devices().enrolment(enrolment.secret()));
    }

    @Test
    default void spentEnrolmentIsNotRevivedByTheSameFile() {
        CustomerId customer = newCustomer();
        Enrolment enrolment = enrolment(customer);
        in(customer, tx -> storage().devices().spendEnrolment(tx, enrolment.secret(), NOW));

        assertFalse(did(customer, tx -> storage().devices().addEnrolment(tx, enrolment)));

        assertFalse(did(customer, tx -> storage().devices().spendEnrolment(tx, enrolment.secret(), NOW)));
    }

    @Test
    default void registrationIsReadBackWhole() {
        CustomerId customer = newCustomer();
        Registration registration = registered(customer);
        DeviceId id = registration.device().id();

        assertEquals(Optional.of(registration), storage().devices().registration(customer, id));
        assertEquals(
                Optional.of(registration),
                in(customer, tx -> storage().devices().registration(tx, id)));
    }

    @Test
    default void deviceIsUnknownToOtherCustomers() {
        DeviceId id = registered(newCustomer()).device().id();
        CustomerId stranger = newCustomer();

        assertEquals(Optional.empty(), storage().devices().registration(stranger, id));
        assertEquals(Optional.empty(), in(stranger, tx -> storage().devices().registration(tx, id)));
        assertFalse(did(stranger, tx -> storage().devices().replaceSession(tx, id, session())));
        assertFalse(did(stranger, tx -> storage().devices().endSession(tx, id, NOW)));
    }

    @Test
    default void deviceOfAnotherCustomerIsNotRegistered() {
        Device foreign = device(newCustomer());

        assertThrows(
                IllegalArgumentException.class,
                () -> in(newCustomer(), tx -> {
                    storage().devices().register(tx, foreign, session());
                    return true;
                }));
    }

    @Test
    default void refreshTokenIsSpentExactlyOnce() throws Exception {
        CustomerId customer = newCustomer();
        Registration registration = registered(customer);
        DeviceId id = registration.device().id();
        SecretHash presented = registration.session().refresh();

        List<Boolean> refreshed = Conformance.race(
                CALLERS,
                i -> in(customer, tx -> {
                    Session current = storage()
                            .devices()
                            .registration(tx, id)
                            .orElseThrow()
                            .session();
                    return current.refresh().equals(presented)
                            && storage().devices().replaceSession(tx, id, after(current));
                }));

        assertEquals(1, refreshed.stream().filter(won -> won).count());
        Session now =
                storage().devices().registration(customer, id).orElseThrow().session();
        assertEquals(presented, now.previousRefresh());
        assertEquals(registration.session().access(), now.previousAccess());
        assertEquals(registration.session().accessExpiresAt(), now.previousAccessExpiresAt());
    }

    @Test
    default void endedSessionIsGoneForGood() throws Exception {
        CustomerId customer = newCustomer();
        Registration registration = registered(customer);
        DeviceId id = registration.device().id();

        List<Boolean> ended = Conformance.race(
                CALLERS, i -> in(customer, tx -> storage().devices().endSession(tx, id, NOW)));

        assertEquals(1, ended.stream().filter(won -> won).count());
        assertEquals(Optional.empty(), storage().devices().registration(customer, id));
        assertEquals(Optional.empty(), in(customer, tx -> storage().devices().registration(tx, id)));
        assertFalse(did(customer, tx -> storage().devices().replaceSession(tx, id, session())));
    }

    @Test
    default void refreshNeverOutlivesTheEndOfTheSession() throws Exception {
        CustomerId customer = newCustomer();
        DeviceId id = registered(customer).device().id();

        Conformance.race(
                CALLERS,
                i -> in(
                        customer,
                        tx -> i == 7
                                ? storage().devices().endSession(tx, id, NOW)
                                : storage().devices().replaceSession(tx, id, session())));

        assertEquals(Optional.empty(), storage().devices().registration(customer, id));
    }

    @Test
    default void customersDevicesAreThoseUnderWayNewestFirst() {
        CustomerId customer = newCustomer();
        Registration older = registered(customer);
        Registration newer = new Registration(
                new Device(
                        Conformance.newDevice(),
                        customer,
                        "tv-2",
                        "TV 2",
                        "Demo TV",
                        new KeyThumbprint("k".repeat(43)),
                        NOW.plusMillis(1)),
                session());
        in(customer, tx -> {
            storage().devices().register(tx, newer.device(), newer.session());
            return true;
        });
        Registration ended = registered(customer);
        in(customer, tx -> storage().devices().endSession(tx, ended.device().id(), NOW));
        registered(newCustomer());

        assertEquals(List.of(newer, older), storage().devices().ofCustomer(customer));
        assertEquals(
                List.of(newer, older), in(customer, tx -> storage().devices().ofCustomer(tx)));
    }

    @Test
    default void deviceIsRemovedExactlyOnceAndForGood() throws Exception {
        CustomerId customer = newCustomer();
        DeviceId id = registered(customer).device().id();

        List<Boolean> removed = Conformance.race(
                CALLERS, i -> in(customer, tx -> storage().devices().remove(tx, id)));

        assertEquals(1, removed.stream().filter(won -> won).count());
        assertEquals(Optional.empty(), storage().devices().registration(customer, id));
        assertEquals(List.of(), storage().devices().ofCustomer(customer));
        assertFalse(did(customer, tx -> storage().devices().replaceSession(tx, id, session())));
        assertFalse(did(customer, tx -> storage().devices().endSession(tx, id, NOW)));
    }

    @Test
    default void anotherCustomersDeviceIsNotRemoved() {
        CustomerId customer = newCustomer();
        Registration registration = registered(customer);

        assertFalse(did(
                newCustomer(),
                tx -> storage().devices().remove(tx, registration.device().id())));

        assertEquals(List.of(registration), storage().devices().ofCustomer(customer));
    }

    @Test
    default void deviceAndEnrolmentOfAShreddedCustomerOpenNoMore() {
        CustomerId customer = newCustomer();
        Enrolment enrolment = enrolment(customer);
        DeviceId id = registered(customer).device().id();

        storage().customerKeys().shred(customer);

        assertThrows(CustomerGoneException.class, () -> storage().devices().registration(customer, id));
        assertThrows(CustomerGoneException.class, () -> storage().devices().enrolment(enrolment.secret()));
    }
}
