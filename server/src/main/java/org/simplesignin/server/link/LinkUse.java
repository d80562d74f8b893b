package org.simplesignin.server.link;

import java.time.Instant;
import java.util.Objects;
import org.simplesignin.server.id.DeviceId;

/// The minting of an SSI token for a link: when, and for an app on which device.
public record LinkUse(Instant at, DeviceId device) {
    /// Refuses absent parts with a [NullPointerException].
    public LinkUse {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(device, "device");
    }
}
