package org.simplesignin.protocol.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns Simple Sign-In on or off.
 */
public record SwitchChange(SwitchScope scope, @Nullable String app, boolean on) {
    /** Refuses an app scope without an app, and an app elsewhere. */
    public SwitchChange {
        Objects.requireNonNull(scope, "scope");
        if ((scope == SwitchScope.APP) != (app != null)) {
            throw new IllegalArgumentException("the scope APP, and only that, names an app");
        }
    }
}
