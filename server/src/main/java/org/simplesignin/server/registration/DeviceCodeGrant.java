package org.simplesignin.server.registration;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.DeviceNotices;
import org.simplesignin.server.device.Grant;
import org.simplesignin.server.device.OAuthErrors;
import org.simplesignin.server.device.Sessions;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;

/// A device polls with its device code (RFC 8628 §3.4 and §3.5) until the customer has decided. The poll after the
/// approval spends the code in the transaction that registers the device. Thread-safe.
///
/// The first proof binds the code to its key where none did before; another key is told that there is no such code.
/// Only who waits can come too early: an early poll makes the interval 5 s longer for good, but does not move the time
/// it counts from, so that a device that keeps to the interval is never starved.
///
/// The code is good once more for the key that spent it, until the first refresh: an answer may be lost ([Sessions]).
/// Codes and polls are dated by the clock, the only time that nodes share. Where it was set back, a code that
/// ends later than it can has expired, so that the device begins anew, and a poll does not count as early.
final class DeviceCodeGrant implements Grant {
    static final Duration SLOWER = Duration.ofSeconds(5);
    static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);
    /// A network may deliver two polls closer together than they were sent.
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private sealed interface Poll {
        record Refuse(ProblemCode code, String detail) implements Poll {}

        record Register(RegistrationId id, CustomerId customer) implements Poll {}

        record Repeat(Stage.Registered registered) implements Poll {}
    }

    private final Registrations registrations;
    private final Transactions transactions;
    private final Sessions sessions;
    private final WrappingKeys wrappingKeys;
    private final DeviceNotices notices;
    private final Figures figures;
    private final SecureRandom random;
    private final Clock clock;

    DeviceCodeGrant(
            Registrations registrations,
            Transactions transactions,
            Sessions sessions,
            WrappingKeys wrappingKeys,
            DeviceNotices notices,
            Figures figures,
            SecureRandom random,
            Clock clock) {
        this.registrations = registrations;
        this.transactions = transactions;
        this.sessions = sessions;
        this.wrappingKeys = wrappingKeys;
        this.notices = notices;
        this.figures = figures;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String secretParameter() {
        return "device_code";
    }

    @Override
    public TokenAnswer token(String secret, Map<String, String> form, KeyThumbprint key, Runnable spendProof) {
        OAuthErrors.requireClient(form, true); // RFC 8628 §3.4
        SecretHash code = SecretHash.of(secret);
        // The key is asked here too, so that nobody spends proofs of other keys at a code that is bound.
        boolean known = registrations
                .registration(code)
                .filter(one -> one.key() == null || key.equals(one.key()))
                .isPresent();
        if (!known) {
            throw invalidGrant();
        }
        spendProof.run();
        Instant now = now();
        Poll poll = registrations
                .step(code, registration -> poll(registration, key, now))
                .orElseThrow(DeviceCodeGrant::invalidGrant);
        return switch (poll) {
            case Poll.Refuse refuse -> throw new RefusedException(refuse.code(), refuse.detail());
            case Poll.Register register -> register(register.id(), register.customer(), secret, key);
            case Poll.Repeat repeat -> repeat(repeat.registered(), secret, key);
        };
    }

    private static Registrations.Step<Poll> poll(PendingRegistration known, KeyThumbprint key, Instant now) {
        KeyThumbprint boundTo = known.key();
        if (boundTo != null && !boundTo.equals(key)) {
            return step(known, ProblemCode.INVALID_GRANT, "Ask for a device code of your own");
        }
        PendingRegistration registration = boundTo == null ? known.bound(key) : known;
        if (registration.stage() instanceof Stage.Registered registered) {
            return new Registrations.Step<>(known, new Poll.Repeat(registered));
        }
        if (registration.stage() instanceof Stage.Refused) {
            return step(known, ProblemCode.ACCESS_DENIED, "The customer said no: offer to start again");
        }
        if (registration.isExpired(now)) {
            return step(known, ProblemCode.EXPIRED_TOKEN, "Ask for a fresh device code");
        }
        if (registration.stage() instanceof Stage.Approved approved) {
            return new Registrations.Step<>(registration, new Poll.Register(registration.id(), approved.customer()));
        }
        return pending(registration, now);
    }

    private static Registrations.Step<Poll> pending(PendingRegistration registration, Instant now) {
        Duration interval = registration.interval();
        Instant last = registration.polledAt();
        // A last poll of the future: the clock was set back since, and nobody knows how long ago that was.
        if (last != null
                && !last.isAfter(now)
                && now.isBefore(last.plus(interval).minus(TOLERANCE))) {
            Duration longer = interval.plus(SLOWER);
            Duration next = longer.compareTo(LONGEST_INTERVAL) < 0 ? longer : LONGEST_INTERVAL;
            return step(
                    registration.polled(next, last),
                    ProblemCode.SLOW_DOWN,
                    "Poll every " + next.toSeconds() + " seconds from now on");
        }
        return step(
                registration.polled(interval, now),
                ProblemCode.AUTHORIZATION_PENDING,
                "Poll again in " + interval.toSeconds() + " seconds");
    }

    private static Registrations.Step<Poll> step(PendingRegistration next, ProblemCode code, String detail) {
        return new Registrations.Step<>(next, new Poll.Refuse(code, detail));
    }

    private TokenAnswer register(RegistrationId registration, CustomerId customer, String code, KeyThumbprint key) {
        DeviceId id = DeviceId.generate(random);
        Sessions.Begun begun = sessions.begin(customer, id, code);
        Instant now = now();
        Optional<Device> registered =
                transactions.inCustomerTransaction(customer, tx -> register(tx, registration, id, key, begun, now));
        if (registered.isEmpty()) {
            // A poll at the same moment was first: the same device's, else the key would not have fitted.
            return registrations.registration(registration).map(PendingRegistration::stage).stream()
                    .filter(Stage.Registered.class::isInstance)
                    .map(Stage.Registered.class::cast)
                    .findFirst()
                    .map(stage -> repeat(stage, code, key))
                    .orElseThrow(DeviceCodeGrant::invalidGrant);
        }
        figures.deviceRegistered();
        notices.tell(customer, new DeviceNotices.Event.Registered(registered.get()));
        return begun.answer();
    }

    private Optional<Device> register(
            Tx tx, RegistrationId registration, DeviceId id, KeyThumbprint key, Sessions.Begun begun, Instant now) {
        Optional<PendingRegistration> known = registrations
                .locked(tx, registration)
                .filter(one -> one.stage().equals(new Stage.Approved(tx.customer())))
                .filter(one -> key.equals(one.key()) && !one.isExpired(now));
        return known.map(approved -> {
            AskingDevice asking = AskingDevice.unwrapped(wrappingKeys, registration, approved.asking());
            Device device =
                    new Device(id, tx.customer(), id.value(), asking.deviceName(), asking.deviceModel(), key, now);
            registrations.replace(tx, approved.at(new Stage.Registered(tx.customer(), id, now)));
            sessions.register(tx, device, begun.session());
            return device;
        });
    }

    /// Gives the device its tokens again whose first answer it did not get.
    private TokenAnswer repeat(Stage.Registered registered, String code, KeyThumbprint key) {
        CustomerId customer = registered.customer();
        DeviceId device = registered.device();
        return sessions.repeat(customer, device, sessions.begin(customer, device, code), key)
                .orElseThrow(DeviceCodeGrant::invalidGrant);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static RefusedException invalidGrant() {
        return new RefusedException(ProblemCode.INVALID_GRANT, "Ask for a fresh device code");
    }
}
