package org.simplesignin.protocol.device;

import java.util.List;

/**
 * The apps of the registry that are not blocked.
 */
public record RegisteredApps(List<RegisteredApp> apps) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public RegisteredApps {
        apps = List.copyOf(apps);
    }
}
