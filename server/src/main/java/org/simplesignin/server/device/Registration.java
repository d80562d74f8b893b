package org.simplesignin.server.device;

import java.util.Objects;

/// A registered device with its session, as of one moment.
public record Registration(Device device, Session session) {
    /// Refuses absent parts with a [NullPointerException].
    public Registration {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(session, "session");
    }
}
