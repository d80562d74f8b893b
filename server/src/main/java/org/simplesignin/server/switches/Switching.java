package org.simplesignin.server.switches;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.audit.AuditEvent.Cause;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;

/// Turns off and on (specification §5), from a device or from the customer's pages. Turning off, what it destroys and
/// the audit lines are one transaction. What is so already stays so, without a line. Thread-safe.
public final class Switching {
    private final Transactions transactions;
    private final CustomerSwitches switches;
    private final Devices devices;
    private final TurnOffEffect effect;
    private final Audit audit;
    private final Figures figures;
    private final Clock clock;

    /// Makes the rule.
    public Switching(
            Transactions transactions,
            CustomerSwitches switches,
            Devices devices,
            TurnOffEffect effect,
            Audit audit,
            Figures figures,
            Clock clock) {
        this.transactions = transactions;
        this.switches = switches;
        this.devices = devices;
        this.effect = effect;
        this.audit = audit;
        this.figures = figures;
        this.clock = clock;
    }

    private record Outcome(boolean changed, int linksEnded) {
        static final Outcome UNCHANGED = new Outcome(false, 0);
    }

    /// Turns the whole account on or off. Off ends every link; on brings none back. Returns how many ended.
    public int account(CustomerId customer, boolean on, Actor by) {
        Outcome outcome = transactions.inCustomerTransaction(customer, tx -> account(tx, on, by));
        return counted(SwitchScope.ACCOUNT, on, outcome);
    }

    /// Turns one app on or off, on all devices. Off ends the links of its identity provider; on brings none back.
    /// Returns how many ended.
    public int app(CustomerId customer, AppId app, boolean on, Actor by) {
        Outcome outcome = transactions.inCustomerTransaction(customer, tx -> app(tx, app, on, by));
        return counted(SwitchScope.APP, on, outcome);
    }

    /// Turns one device on or off. Off hides, and ends nothing.
    ///
    /// @throws RefusedException `not_found` where it is not a registered device of this customer, `invalid_token`
    /// where it is done on a device that was removed meanwhile
    public void device(CustomerId customer, DeviceId device, boolean on, Actor by) {
        Outcome outcome = transactions.inCustomerTransaction(customer, tx -> device(tx, device, on, by));
        counted(SwitchScope.DEVICE, on, outcome);
    }

    private int counted(SwitchScope scope, boolean on, Outcome outcome) {
        if (outcome.changed() && !on) {
            figures.turnedOff(scope);
            switch (scope) {
                case ACCOUNT -> figures.linksEnded(Cause.ACCOUNT_OFF, outcome.linksEnded());
                case APP -> figures.linksEnded(Cause.APP_OFF, outcome.linksEnded());
                case DEVICE -> {}
            }
        }
        return outcome.linksEnded();
    }

    private Outcome account(Tx tx, boolean on, Actor by) {
        devices.requireRegistered(tx, by);
        Instant now = now();
        if (!switches.setAccount(tx, on, now)) {
            return Outcome.UNCHANGED;
        }
        audit.record(tx, new AuditEvent.AccountSwitched(on, by));
        return new Outcome(true, on ? 0 : effect.accountOff(tx, now, by));
    }

    private Outcome device(Tx tx, DeviceId device, boolean on, Actor by) {
        devices.requireRegistered(tx, by);
        if (devices.registration(tx, device).isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such device");
        }
        if (!switches.setDevice(tx, device, on, now())) {
            return Outcome.UNCHANGED;
        }
        audit.record(tx, new AuditEvent.DeviceSwitched(on, device, by));
        return new Outcome(true, 0);
    }

    private Outcome app(Tx tx, AppId app, boolean on, Actor by) {
        devices.requireRegistered(tx, by);
        Instant now = now();
        if (!switches.setApp(tx, app, on, now)) {
            return Outcome.UNCHANGED;
        }
        audit.record(tx, new AuditEvent.AppSwitched(on, app, by));
        return new Outcome(true, on ? 0 : effect.appOff(tx, app, now, by));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
