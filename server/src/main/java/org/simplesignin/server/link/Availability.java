package org.simplesignin.server.link;

import java.util.Optional;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.server.app.App;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.switches.CustomerSwitches;

/// Whether an app may be served at all: registered, not blocked by the operator, and turned on by the customer for
/// account, device and app (specification §2). Thread-safe.
public final class Availability {
    private final Registry registry;
    private final CustomerSwitches switches;
    private final Devices devices;

    /// Makes the rule.
    public Availability(Registry registry, CustomerSwitches switches, Devices devices) {
        this.registry = registry;
        this.switches = switches;
        this.devices = devices;
    }

    Registry registry() {
        return registry;
    }

    /// Returns why the app may not be served, or empty where it may.
    Optional<RequestStatus> refusal(Caller caller, App app) {
        if (app.blocked()) {
            return Optional.of(RequestStatus.NOT_AVAILABLE);
        }
        return switches.state(caller.customer(), caller.device()).onFor(app.id())
                ? Optional.empty()
                : Optional.of(RequestStatus.FEATURE_TURNED_OFF);
    }

    /// Returns whether it is on, and cannot be turned off before the transaction ends.
    ///
    /// @throws RefusedException where the caller's device was removed or its session has ended
    boolean isOn(Tx tx, Caller caller, App app) {
        devices.requireRegistered(tx, Actor.on(caller.device()));
        return switches.state(tx, caller.device()).onFor(app.id());
    }
}
