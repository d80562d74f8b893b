package org.simplesignin.server.switches;

import java.util.Set;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.tokens.AppId;

/// Everything that a customer has turned off.
public record TurnedOff(boolean account, Set<DeviceId> devices, Set<AppId> apps) {
    /// Copies the sets.
    public TurnedOff {
        devices = Set.copyOf(devices);
        apps = Set.copyOf(apps);
    }
}
