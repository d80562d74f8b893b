package org.simplesignin.server.switches;

import java.util.Objects;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.time.Ticker;
import org.simplesignin.tokens.AppId;

/// The switches as a device reads and turns them.
public final class SwitchRoutes {
    private final CustomerSwitches switches;
    private final Switching switching;
    private final Registry registry;
    private final AppliedChanges applied;

    /// Makes the routes.
    public SwitchRoutes(CustomerSwitches switches, Switching switching, Registry registry, Ticker ticker) {
        this.switches = switches;
        this.switching = switching;
        this.registry = registry;
        this.applied = new AppliedChanges(ticker);
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
        String id = change.changeId();
        if (id != null) {
            return applied.once(caller.device(), id, () -> apply(change, caller), () -> Answer.json(view(caller)));
        }
        apply(change, caller);
        return Answer.json(view(caller));
    }

    private void apply(SwitchChange change, Caller caller) {
        Actor by = Actor.on(caller.device());
        switch (change.scope()) {
            case ACCOUNT -> switching.account(caller.customer(), change.on(), by);
            case DEVICE -> switching.device(caller.customer(), caller.device(), change.on(), by);
            case APP -> switching.app(caller.customer(), app(change), change.on(), by);
        }
    }

    private AppId app(SwitchChange change) {
        return registry.named(Objects.requireNonNull(change.app(), "app")).id();
    }
}
