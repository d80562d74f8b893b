package org.simplesignin.protocol.device;

import java.util.List;

/**
 * Where the customer has Simple Sign-In turned on, as far as this device is concerned.
 *
 * @param appsOff the apps that are turned off
 */
public record Switches(boolean account, boolean device, List<String> appsOff) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public Switches {
        appsOff = List.copyOf(appsOff);
    }
}
