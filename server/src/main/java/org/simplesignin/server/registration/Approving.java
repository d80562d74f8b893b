package org.simplesignin.server.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;

/// The customer's side of a device registration (RFC 8628 §3.3): type the code, see what asks, choose the code on its
/// screen out of three, or say no. Thread-safe.
///
/// A code that never was, has expired, was used or is looked at by somebody else already: all get the same answer from
/// the same statements (T15). Wrong codes are counted, for the customer and for the address.
public final class Approving {
    /// The most devices of a customer.
    public static final int MOST_DEVICES = 50;

    private final Registrations registrations;
    private final Transactions transactions;
    private final Devices devices;
    private final WrappingKeys wrappingKeys;
    private final Figures figures;
    private final Limits limits;
    private final Clock clock;

    /// What the customer sees of a device that asks.
    ///
    /// @param name what the device calls itself, or null; its own word
    /// @param model what its maker calls it, or null; its own word
    /// @param network where it asked from ([NetworkAddress#prefix])
    /// @param askedAt when it asked
    /// @param choices three codes, one of them on its screen
    /// @param decided `APPROVED` or `REFUSED`, or null while it is to be decided
    public record Asked(
            RegistrationId id,
            @Nullable String name,
            @Nullable String model,
            String network,
            Instant askedAt,
            List<UserCode> choices,
            @Nullable Decision decided) {
        /// Prints the id only.
        @Override
        public String toString() {
            return "Asked[" + id + "]";
        }
    }

    /// What came of a decision.
    public enum Decision {
        /// The device is registered with its next poll.
        APPROVED,
        /// It was not the code on the screen; the registration has ended.
        WRONG_CODE,
        /// The customer said no; the registration has ended.
        REFUSED,
        /// The customer has the most devices there may be; nothing has changed.
        TOO_MANY_DEVICES,
        /// There is no such registration of this customer, or not any more.
        GONE
    }

    private record Taken(Decision decision, boolean changed) {}

    /// Makes the rule.
    public Approving(
            Registrations registrations,
            Transactions transactions,
            Devices devices,
            WrappingKeys wrappingKeys,
            Figures figures,
            Limits limits,
            Clock clock) {
        this.registrations = registrations;
        this.transactions = transactions;
        this.devices = devices;
        this.wrappingKeys = wrappingKeys;
        this.figures = figures;
        this.limits = limits;
        this.clock = clock;
    }

    /// Takes a code as it was typed. The first customer who does, and nobody else, can decide.
    ///
    /// @throws RefusedException `too_many_requests` after too many wrong codes
    public Optional<RegistrationId> open(CustomerId customer, NetworkAddress address, String typed) {
        // Taken first and given back: many at once must not slip past the count.
        limits.take(Limit.USER_CODE_FAILURES_PER_ADDRESS, address.prefix());
        limits.take(Limit.USER_CODE_FAILURES_PER_CUSTOMER, customer.value());
        Instant now = now();
        Optional<RegistrationId> opened = UserCode.typed(typed)
                .flatMap(code -> transactions.inCustomerTransaction(customer, tx -> open(tx, code, now)));
        if (opened.isPresent()) {
            limits.giveBack(Limit.USER_CODE_FAILURES_PER_ADDRESS, address.prefix());
            limits.giveBack(Limit.USER_CODE_FAILURES_PER_CUSTOMER, customer.value());
        }
        return opened;
    }

    private Optional<RegistrationId> open(Tx tx, UserCode code, Instant now) {
        Stage.Opened own = new Stage.Opened(tx.customer());
        Optional<PendingRegistration> found = registrations
                .locked(tx, code)
                .filter(one -> !one.isExpired(now))
                .filter(one ->
                        one.stage() instanceof Stage.Waiting || one.stage().equals(own));
        found.ifPresent(one -> registrations.replace(tx, one.at(own)));
        return found.map(PendingRegistration::id);
    }

    /// Returns what this customer is to decide on, or has decided some minutes ago; empty where there is nothing
    /// (any more).
    public Optional<Asked> asked(CustomerId customer, RegistrationId id) {
        Instant now = now();
        return registrations.registration(id).flatMap(one -> switch (one.stage()) {
            case Stage.Waiting w -> Optional.empty();
            case Stage.Opened opened ->
                opened.customer().equals(customer) && !one.isExpired(now)
                        ? Optional.of(asked(one, null))
                        : Optional.empty();
            case Stage.Refused refused -> asked(one, refused.customer().equals(customer), Decision.REFUSED);
            case Stage.Approved approved -> asked(one, approved.customer().equals(customer), Decision.APPROVED);
            case Stage.Registered registered -> asked(one, registered.customer().equals(customer), Decision.APPROVED);
        });
    }

    private Optional<Asked> asked(PendingRegistration registration, boolean own, Decision decided) {
        return own ? Optional.of(asked(registration, decided)) : Optional.empty();
    }

    private Asked asked(PendingRegistration registration, @Nullable Decision decided) {
        AskingDevice device = AskingDevice.unwrapped(wrappingKeys, registration.id(), registration.asking());
        return new Asked(
                registration.id(),
                device.name(),
                device.model(),
                device.network(),
                registration.askedAt(),
                registration.choices(),
                decided);
    }

    /// Takes the choice among the three codes. Choosing the right one again changes nothing.
    public Decision choose(CustomerId customer, RegistrationId id, String chosen) {
        Instant now = now();
        Taken taken = transactions.inCustomerTransaction(
                customer,
                tx -> registrations
                        .locked(tx, id)
                        .filter(one -> !one.isExpired(now))
                        .map(one -> choose(tx, one, chosen))
                        .orElse(new Taken(Decision.GONE, false)));
        return tell(taken);
    }

    private Taken choose(Tx tx, PendingRegistration registration, String chosen) {
        boolean right = UserCode.typed(chosen).equals(Optional.of(registration.userCode()));
        if (right && isApproved(registration.stage(), tx.customer())) {
            return new Taken(Decision.APPROVED, false);
        }
        if (!registration.stage().equals(new Stage.Opened(tx.customer()))) {
            return new Taken(Decision.GONE, false);
        }
        if (right && devices.ofCustomer(tx).size() >= MOST_DEVICES) {
            return new Taken(Decision.TOO_MANY_DEVICES, false);
        }
        Stage next = right ? new Stage.Approved(tx.customer()) : new Stage.Refused(tx.customer());
        registrations.replace(tx, registration.at(next));
        return new Taken(right ? Decision.APPROVED : Decision.WRONG_CODE, true);
    }

    private static boolean isApproved(Stage stage, CustomerId customer) {
        return switch (stage) {
            case Stage.Approved approved -> approved.customer().equals(customer);
            case Stage.Registered registered -> registered.customer().equals(customer);
            case Stage.Waiting w -> false;
            case Stage.Opened o -> false;
            case Stage.Refused r -> false;
        };
    }

    /// Ends a registration that is not the customer's doing. Until the device has its tokens, a choice can be taken
    /// back with it.
    public Decision refuse(CustomerId customer, RegistrationId id) {
        Instant now = now();
        Taken taken = transactions.inCustomerTransaction(customer, tx -> {
            Optional<PendingRegistration> known = registrations
                    .locked(tx, id)
                    .filter(one -> !one.isExpired(now))
                    .filter(one -> one.stage().equals(new Stage.Opened(customer))
                            || one.stage().equals(new Stage.Approved(customer)));
            known.ifPresent(one -> registrations.replace(tx, one.at(new Stage.Refused(customer))));
            return new Taken(known.isPresent() ? Decision.REFUSED : Decision.GONE, known.isPresent());
        });
        return tell(taken);
    }

    private Decision tell(Taken taken) {
        if (taken.changed()) {
            figures.registrationDecided(taken.decision());
        }
        return taken.decision();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
