package org.simplesignin.server.switches;

import java.time.Instant;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;

/// The storage port of the switches. Thread-safe. Primary keys: `customer_id`, `(customer_id, device_id)`,
/// `(customer_id, app)`; no row means on.
///
/// Turning off and making a link must not slip past each other: [#state(Tx, DeviceId)] locks the customer's settings
/// for sharing, `set…` locks them for itself (PostgreSQL `FOR SHARE` and `FOR UPDATE`; SQLite has one writer anyway).
/// Setting what is set already is allowed and returns false.
public interface CustomerSwitches {
    /// Returns the committed state.
    SwitchState state(CustomerId customer, DeviceId device);

    /// Returns everything that this customer has turned off, as committed.
    TurnedOff turnedOff(CustomerId customer);

    /// Returns the state as the transaction sees it; it cannot change before the transaction ends.
    SwitchState state(Tx tx, DeviceId device);

    /// Turns the account on or off; returns whether that changed anything.
    boolean setAccount(Tx tx, boolean on, Instant now);

    /// Turns one device on or off; returns whether that changed anything.
    boolean setDevice(Tx tx, DeviceId device, boolean on, Instant now);

    /// Turns one app on or off; returns whether that changed anything.
    boolean setApp(Tx tx, AppId app, boolean on, Instant now);
}
