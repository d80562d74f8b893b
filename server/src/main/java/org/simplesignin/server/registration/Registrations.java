package org.simplesignin.server.registration;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// The storage port of registrations under way. Primary key: `id`; unique: device code and user code. Thread-safe.
///
/// A small table of its own, not by customer: a row is nobody's until its user code is typed. Verbs with a [Tx] lock
/// the row until the transaction ends, so that of two customers who type a code, and of two devices that poll one,
/// exactly one is first.
public interface Registrations {
    /// Stores a new registration in a transaction of its own; returns false, storing nothing, where a code of it is
    /// taken.
    boolean add(PendingRegistration registration);

    /// Returns how many have not expired, whatever their stage.
    ///
    /// @param term the ends of codes that are good
    long underWay(Term term);

    /// Forgets what had expired by then, in a transaction of its own; returns how many. A device that was registered
    /// and has not refreshed yet may come back for a lost answer at any time: its registration stays until it has
    /// refreshed, or is removed. What ends later than the term ends now: it would be good again when the clock gets
    /// there.
    ///
    /// @param term the ends of codes that are good
    int forget(Instant expiredBy, Term term);

    /// Returns the registration with this id, as it was committed.
    Optional<PendingRegistration> registration(RegistrationId id);

    /// Returns the registration with this device code, as it was committed.
    Optional<PendingRegistration> registration(SecretHash deviceCode);

    /// Takes the registration with this device code one step on, in a transaction of its own that has locked its
    /// row, and returns what came of it; empty where there is none. `step` may change key, interval, last poll and
    /// stage; it may be run more than once.
    <T> Optional<T> step(SecretHash deviceCode, Function<PendingRegistration, Step<T>> step);

    /// A registration as it is to be stored, and what came of the step.
    record Step<T>(PendingRegistration next, T outcome) {}

    /// Returns the registration with this id, locked.
    Optional<PendingRegistration> locked(Tx tx, RegistrationId id);

    /// Returns the registration with this user code, locked.
    Optional<PendingRegistration> locked(Tx tx, UserCode userCode);

    /// Stores key, interval, last poll and stage of a registration that the transaction has locked.
    void replace(Tx tx, PendingRegistration registration);
}
