package org.simplesignin.client.call;

import java.util.Objects;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Origin;
import org.simplesignin.protocol.device.RegisteredApp;

/// An app that has proved who it is: to the kernel in `local`, or by the launch ticket of `shell`.
public sealed interface Caller {
    /// Returns what the registry says of the app.
    RegisteredApp app();

    /// Returns the app's id.
    default AppId id() {
        return new AppId(app().app());
    }

    /// A web app: the browser named its origin, and it holds the ticket of its launch.
    record Web(RegisteredApp app, Origin origin) implements Caller {
        /// Refuses absent members with a [NullPointerException].
        public Web {
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(origin, "origin");
        }
    }

    /// A native app: the kernel named its user. Two programs of one user are one caller (design/security.md T6).
    record Native(RegisteredApp app, long uid) implements Caller {
        /// Refuses absent members with a [NullPointerException].
        public Native {
            Objects.requireNonNull(app, "app");
        }
    }
}
