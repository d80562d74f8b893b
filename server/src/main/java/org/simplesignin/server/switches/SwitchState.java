package org.simplesignin.server.switches;

import java.util.Set;
import org.simplesignin.tokens.AppId;

/// Where Simple Sign-In is on, for one customer and one of their devices. Everything is on until it is turned off.
public record SwitchState(boolean accountOn, boolean deviceOn, Set<AppId> appsOff) {
    /// Copies the set.
    public SwitchState {
        appsOff = Set.copyOf(appsOff);
    }

    /// Returns whether it is on for this app: neither account, device nor app is off.
    public boolean onFor(AppId app) {
        return accountOn && deviceOn && !appsOff.contains(app);
    }
}
