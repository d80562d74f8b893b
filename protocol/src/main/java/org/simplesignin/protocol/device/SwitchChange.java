package org.simplesignin.protocol.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Limits;

/**
 * Turns Simple Sign-In on or off.
 *
 * @param changeId a random id (see {@link Limits#isRandomId(String)}), the same each time this change is sent: a change
 *     that arrives again, late, must not undo what was changed after it. Absent where it is never sent again
 */
public record SwitchChange(
        SwitchScope scope,
        @Nullable String app,
        boolean on,
        @Nullable String changeId) {
    /** Refuses an app scope without an app, an app elsewhere, and an id that is none. */
    public SwitchChange {
        Objects.requireNonNull(scope, "scope");
        if ((scope == SwitchScope.APP) != (app != null)) {
            throw new IllegalArgumentException("the scope APP, and only that, names an app");
        }
        if (changeId != null && !Limits.isRandomId(changeId)) {
            throw new IllegalArgumentException("changeId is a random id");
        }
    }

    /** Makes one that is never sent again. */
    public SwitchChange(SwitchScope scope, @Nullable String app, boolean on) {
        this(scope, app, on, null);
    }

    /** Returns this change under an id. */
    public SwitchChange under(String id) {
        return new SwitchChange(scope, app, on, id);
    }
}
