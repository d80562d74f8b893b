package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.registration.PendingRegistration;
import org.simplesignin.server.registration.Registrations;
import org.simplesignin.server.registration.Registrations.Step;
import org.simplesignin.server.registration.Stage;
import org.simplesignin.server.registration.UserCode;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// What every implementation of [Registrations] must do.
interface RegistrationsConformance extends Conformance {
    Instant FOREVER = NOW.plus(Duration.ofDays(10_000));

    private Registrations port() {
        return storage().registrations();
    }

    private static UserCode code() {
        StringBuilder letters = new StringBuilder();
        RANDOM.ints(8, 0, 20).forEach(i -> letters.append("BCDFGHJKLMNPQRSTVWXZ".charAt(i)));
        return new UserCode(letters.toString());
    }

    private static PendingRegistration registration(Instant expiresAt) {
        UserCode userCode = code();
        return new PendingRegistration(
                RegistrationId.generate(RANDOM),
                SecretHash.of(Conformance.newLinkId().value()),
                userCode,
                List.of(code(), userCode, code()),
                Wrapped.of(new byte[] {1, 2, 3}),
                null,
                NOW,
                expiresAt,
                Duration.ofSeconds(5),
                null,
                new Stage.Waiting());
    }

    private static Term term(Instant now) {
        return new Term(now, FOREVER);
    }

    private int forget(Instant expiredBy) {
        return port().forget(expiredBy, term(NOW));
    }

    private PendingRegistration added() {
        PendingRegistration registration = registration(NOW.plusSeconds(600));
        assertTrue(port().add(registration));
        return registration;
    }

    private static PendingRegistration changed(PendingRegistration from, int key, Duration interval, Stage stage) {
        return new PendingRegistration(
                from.id(),
                from.deviceCode(),
                from.userCode(),
                from.choices(),
                from.asking(),
                key(key),
                from.askedAt(),
                from.expiresAt(),
                interval,
                NOW.plusMillis(7),
                stage);
    }

    private static KeyThumbprint key(int number) {
        return new KeyThumbprint(Character.toString((char) ('a' + number)).repeat(43));
    }

    private static boolean isWaiting(PendingRegistration registration) {
        return registration.stage() instanceof Stage.Waiting;
    }

    private boolean open(Tx tx, UserCode userCode) {
        Optional<PendingRegistration> found = port().locked(tx, userCode).filter(RegistrationsConformance::isWaiting);
        found.ifPresent(one -> port().replace(tx, changed(one, 0, one.interval(), new Stage.Opened(tx.customer()))));
        return found.isPresent();
    }

    @Test
    default void registrationUnderWayIsReadBackWhole() {
        PendingRegistration registration = added();
        CustomerId customer = newCustomer();

        assertEquals(Optional.of(registration), port().registration(registration.id()));
        assertEquals(Optional.of(registration), port().registration(registration.deviceCode()));
        assertEquals(Optional.of(registration), in(customer, tx -> port().locked(tx, registration.id())));
        assertEquals(Optional.of(registration), in(customer, tx -> port().locked(tx, registration.userCode())));
    }

    @Test
    default void everyStageIsReadBack() {
        CustomerId customer = newCustomer();
        PendingRegistration registration = added();
        DeviceId device = Conformance.newDevice();
        for (Stage stage : List.of(
                new Stage.Opened(customer),
                new Stage.Approved(customer),
                new Stage.Refused(customer),
                new Stage.Registered(customer, device, NOW.plusMillis(3)))) {
            PendingRegistration next = changed(registration, 1, Duration.ofSeconds(10), stage);

            in(customer, tx -> {
                port().replace(tx, next);
                return true;
            });

            assertEquals(Optional.of(next), port().registration(registration.id()));
        }
    }

    @Test
    default void takenCodesAreNotStored() {
        PendingRegistration there = added();
        PendingRegistration other = registration(NOW.plusSeconds(600));
        PendingRegistration sameUserCode = new PendingRegistration(
                other.id(),
                other.deviceCode(),
                there.userCode(),
                there.choices(),
                other.asking(),
                null,
                NOW,
                other.expiresAt(),
                other.interval(),
                null,
                other.stage());

        assertFalse(port().add(sameUserCode));
        assertFalse(port().add(there));
        assertEquals(Optional.empty(), port().registration(other.id()));
        assertEquals(Optional.of(there), port().registration(there.id()));
    }

    @Test
    default void unknownRegistrationIsNowhere() {
        CustomerId customer = newCustomer();
        PendingRegistration unknown = registration(NOW);

        assertEquals(Optional.empty(), port().registration(unknown.id()));
        assertEquals(Optional.empty(), port().registration(unknown.deviceCode()));
        assertEquals(Optional.empty(), in(customer, tx -> port().locked(tx, unknown.userCode())));
        assertEquals(
                Optional.empty(), port().step(unknown.deviceCode(), one -> new Step<>(one, Objects.hashCode(one))));
    }

    @Test
    default void registrationIsForgottenAtItsTimeAndNoOther() {
        Instant past = NOW.minusSeconds(86_400);
        PendingRegistration old = registration(past);
        PendingRegistration newer = registration(past.plusMillis(1));
        port().add(old);
        port().add(newer);
        long before = port().underWay(term(past.minusMillis(1)));

        assertEquals(1, forget(past));

        assertEquals(Optional.empty(), port().registration(old.id()));
        assertEquals(Optional.of(newer), port().registration(newer.id()));
        assertEquals(before - 1, port().underWay(term(past.minusMillis(1))));
        forget(past.plusMillis(1));
    }

    @Test
    default void registrationThatEndsTooLateIsNotUnderWayAndEndsNow() {
        Instant future = FOREVER.minusSeconds(10);
        Term term = new Term(NOW, future);
        long before = port().underWay(term);
        PendingRegistration last = registration(future);
        PendingRegistration tooLate = registration(future.plusMillis(1));
        port().add(last);
        port().add(tooLate);
        assertEquals(before + 1, port().underWay(term));

        port().forget(NOW.minusSeconds(86_400), term);

        assertEquals(before + 1, port().underWay(term));
        assertEquals(Optional.of(last), port().registration(last.id()));
        assertEquals(NOW, port().registration(tooLate.id()).orElseThrow().expiresAt());
    }

    @Test
    default void registrationOfADeviceThatHasNotRefreshedStaysUntilItHasOrIsRemoved() {
        Instant past = NOW.minusSeconds(86_400);
        CustomerId customer = newCustomer();
        PendingRegistration refreshing = registered(customer, past);
        PendingRegistration removed = registered(customer, past);

        assertEquals(0, forget(past));

        Session refreshed = new Session(
                SecretHash.of("a"), NOW, SecretHash.of("b"), NOW, SecretHash.of("c"), SecretHash.of("d"), NOW);
        in(customer, tx -> storage().devices().replaceSession(tx, deviceOf(refreshing), refreshed));
        assertEquals(1, forget(past));
        assertEquals(Optional.empty(), port().registration(refreshing.id()));
        assertEquals(Optional.of(removed), port().registration(removed.id()));

        in(customer, tx -> storage().devices().remove(tx, deviceOf(removed)));
        assertEquals(1, forget(past));
        assertEquals(Optional.empty(), port().registration(removed.id()));
    }

    private PendingRegistration registered(CustomerId customer, Instant expiresAt) {
        DeviceId id = Conformance.newDevice();
        PendingRegistration registration = changed(
                registration(expiresAt), 1, Duration.ofSeconds(5), new Stage.Registered(customer, id, expiresAt));
        assertTrue(port().add(registration));
        return in(customer, tx -> {
            storage()
                    .devices()
                    .register(
                            tx,
                            new Device(id, customer, "tv", "TV", "Demo TV", key(1), NOW),
                            new Session(SecretHash.of("a"), NOW, null, null, SecretHash.of("b"), null, NOW));
            return registration;
        });
    }

    private static DeviceId deviceOf(PendingRegistration registration) {
        return ((Stage.Registered) registration.stage()).device();
    }

    @Test
    default void ofManyCustomersWhoTypeACodeOneIsFirst() throws Exception {
        UserCode userCode = added().userCode();
        List<CustomerId> customers = java.util.stream.Stream.generate(this::newCustomer)
                .limit(CALLERS)
                .toList();

        List<Boolean> opened = Conformance.race(CALLERS, i -> in(customers.get(i), tx -> open(tx, userCode)));

        assertEquals(1, opened.stream().filter(won -> won).count());
    }

    @Test
    default void ofManyKeysThatPollACodeOneIsBound() throws Exception {
        PendingRegistration registration = added();

        List<Optional<Boolean>> bound = Conformance.race(
                CALLERS,
                i -> port().step(
                                registration.deviceCode(),
                                one -> one.key() == null
                                        ? new Step<>(changed(one, i, one.interval(), one.stage()), true)
                                        : new Step<>(one, false)));

        assertEquals(1, bound.stream().filter(won -> won.orElseThrow()).count());
    }

    @Test
    default void noEarlyPollIsForgotten() throws Exception {
        PendingRegistration registration = added();

        Conformance.race(
                CALLERS,
                i -> port().step(
                                registration.deviceCode(),
                                one -> new Step<>(changed(one, 0, one.interval().plusSeconds(5), one.stage()), i)));

        assertEquals(
                Duration.ofSeconds(5L + 5 * CALLERS),
                port().registration(registration.id()).orElseThrow().interval());
    }

    @Test
    default void pollDoesNotUndoAnApprovalAtTheSameMoment() throws Exception {
        CustomerId customer = newCustomer();
        PendingRegistration registration = added();
        Stage approved = new Stage.Approved(customer);

        Conformance.race(
                CALLERS,
                i -> i == 7
                        ? in(customer, tx -> {
                            PendingRegistration one =
                                    port().locked(tx, registration.id()).orElseThrow();
                            port().replace(tx, changed(one, 0, one.interval(), approved));
                            return Optional.of(true);
                        })
                        : port().step(
                                        registration.deviceCode(),
                                        one -> new Step<>(
                                                changed(one, 0, one.interval().plusSeconds(5), one.stage()), true)));

        assertEquals(
                approved, port().registration(registration.id()).orElseThrow().stage());
    }

    @Test
    default void stepThatThrowsChangesNothing() {
        PendingRegistration registration = added();

        assertThrows(
                IllegalStateException.class,
                () -> port().step(registration.deviceCode(), one -> {
                    throw new IllegalStateException("refused");
                }));

        assertEquals(Optional.of(registration), port().registration(registration.id()));
    }

    @Test
    default void registrationIsNotSpentWhenItsTransactionFails() {
        CustomerId customer = newCustomer();
        PendingRegistration registration = added();

        assertThrows(
                IllegalStateException.class,
                () -> in(customer, tx -> {
                    PendingRegistration one =
                            port().locked(tx, registration.id()).orElseThrow();
                    port().replace(
                                    tx,
                                    changed(
                                            one,
                                            0,
                                            one.interval(),
                                            new Stage.Registered(customer, Conformance.newDevice(), NOW)));
                    throw new IllegalStateException("the device could not be stored");
                }));

        assertEquals(Optional.of(registration), port().registration(registration.id()));
    }
}
