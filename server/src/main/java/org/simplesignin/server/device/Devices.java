package org.simplesignin.server.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Tx;

/// The storage port of enrolments, devices and sessions. Thread-safe. Times are kept to the millisecond.
///
/// Primary keys: enrolments by secret hash (a small table, not by customer); devices and sessions by `(customer_id,
/// device_id)`. Tokens carry customer and device in front of their random part, so no index over all customers is
/// needed to find a session.
public interface Devices {
    /// Stores this enrolment unless its secret is known, spent or not, or was a deleted customer's; returns whether
    /// it was stored. A known one stays as it is, so that a restart with the same file revives nothing.
    boolean addEnrolment(Tx tx, Enrolment enrolment);

    /// Returns the enrolment with this secret, spent or not.
    Optional<Enrolment> enrolment(SecretHash secret);

    /// Marks the enrolment as spent and returns true, exactly once for ever; returns false where it is spent,
    /// unknown or another customer's. To be called in the transaction that also registers the device.
    boolean spendEnrolment(Tx tx, SecretHash secret, Instant now);

    /// Stores a new device with its session. `device.customer()` is `tx.customer()`, else
    /// [IllegalArgumentException]; a device id that is there already is an [IllegalStateException].
    void register(Tx tx, Device device, Session session);

    /// Returns the device with its session, both of the same moment; empty where the device is unknown, removed, or
    /// its session has ended. Every call of a device comes through here: it must be one indexed read of committed
    /// state.
    Optional<Registration> registration(CustomerId customer, DeviceId device);

    /// Returns the customer's devices whose sessions are under way, the newest registration first.
    List<Registration> ofCustomer(CustomerId customer);

    /// As [#ofCustomer(CustomerId)], as the transaction sees it.
    List<Registration> ofCustomer(Tx tx);

    /// As [#registration(CustomerId, DeviceId)], as the transaction sees it, and locked until it ends: whatever
    /// ends the session waits.
    Optional<Registration> registration(Tx tx, DeviceId device);

    /// Refuses what is done on a device that was removed, or whose session has ended, since the guard let it in.
    /// Until the transaction ends, it stays.
    ///
    /// @throws RefusedException `invalid_token`
    default void requireRegistered(Tx tx, Actor by) {
        if (by instanceof Actor.OnDevice onDevice
                && registration(tx, onDevice.device()).isEmpty()) {
            throw new RefusedException(ProblemCode.INVALID_TOKEN, "The session has ended");
        }
    }

    /// Replaces the session of a device whose session is under way; returns false, writing nothing, where it has
    /// ended.
    boolean replaceSession(Tx tx, DeviceId device, Session session);

    /// Removes the device with its session: nothing of it is left, and no token of it is good again. Returns
    /// whether it was there.
    boolean remove(Tx tx, DeviceId device);

    /// Ends the session: its hashes are deleted, so no token of it is good again. Returns whether there was one.
    boolean endSession(Tx tx, DeviceId device, Instant now);
}
