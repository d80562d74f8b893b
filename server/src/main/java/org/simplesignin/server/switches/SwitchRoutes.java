package org.simplesignin.server.switches;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.server.app.App;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.audit.AuditEvent.Cause;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;

/// Reads and turns the switches. Turning off, what it destroys and the audit lines are one transaction.
public final class SwitchRoutes {
    private final Transactions transactions;
    private final CustomerSwitches switches;
    private final TurnOffEffect effect;
    private final Registry registry;
    private final Audit audit;
    private final Figures figures;
    private final Clock clock;

    /// Makes the routes.
    public SwitchRoutes(
            Transactions transactions,
            CustomerSwitches switches,
            TurnOffEffect effect,
            Registry registry,
            Audit audit,
            Figures figures,
            Clock clock) {
        this.transactions = transactions;
        this.switches = switches;
        this.effect = effect;
        this.registry = registry;
        this.audit = audit;
        this.figures = figures;
        this.clock = clock;
    }

    /// Adds them to the table.
    public void addTo(Routes routes, DeviceGuard guard) {
        routes.add("GET", DeviceApi.SWITCHES, guard.protect((caller, call) -> Answer.json(view(caller))));
        routes.add("PUT", DeviceApi.SWITCHES, guard.protect(this::change));
    }

    private Switches view(Caller caller) {
        SwitchState state = switches.state(caller.customer(), caller.device());
        return new Switches(
                state.accountOn(),
                state.deviceOn(),
                state.appsOff().stream().map(AppId::value).sorted().toList());
    }

    private Answer change(Caller caller, Call call) {
        SwitchChange change = call.json(SwitchChange.class);
        String appName = change.app();
        App app = appName == null ? null : registry.named(appName);
        Outcome outcome = transactions.inCustomerTransaction(caller.customer(), tx -> switch (change.scope()) {
            case ACCOUNT -> account(tx, caller, change.on());
            case DEVICE -> device(tx, caller, change.on());
            case APP -> app == null ? Outcome.UNCHANGED : app(tx, caller, app.id(), change.on());
        });
        if (outcome.changed() && !change.on()) {
            figures.turnedOff(change.scope());
            figures.linksEnded(
                    change.scope() == SwitchScope.ACCOUNT ? Cause.ACCOUNT_OFF : Cause.APP_OFF, outcome.linksEnded());
        }
        return Answer.json(view(caller));
    }

    private record Outcome(boolean changed, int linksEnded) {
        static final Outcome UNCHANGED = new Outcome(false, 0);
    }

    private Outcome account(Tx tx, Caller caller, boolean on) {
        Instant now = now();
        if (!switches.setAccount(tx, on, now)) {
            return Outcome.UNCHANGED;
        }
        audit.record(tx, new AuditEvent.AccountSwitched(on, caller.device()));
        return new Outcome(true, on ? 0 : effect.accountOff(tx, now));
    }

    private Outcome device(Tx tx, Caller caller, boolean on) {
        if (!switches.setDevice(tx, caller.device(), on, now())) {
            return Outcome.UNCHANGED;
        }
        audit.record(tx, new AuditEvent.DeviceSwitched(on, caller.device()));
        return new Outcome(true, 0);
    }

    private Outcome app(Tx tx, Caller caller, AppId app, boolean on) {
        Instant now = now();
        if (!switches.setApp(tx, app, on, now)) {
            return Outcome.UNCHANGED;
        }
        audit.record(tx, new AuditEvent.AppSwitched(on, app, caller.device()));
        return new Outcome(true, on ? 0 : effect.appOff(tx, app, now));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
