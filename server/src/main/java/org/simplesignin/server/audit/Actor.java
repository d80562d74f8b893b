package org.simplesignin.server.audit;

import java.util.Objects;
import org.simplesignin.server.id.DeviceId;

/// Where the customer did what an audit line tells.
public sealed interface Actor {
    /// On this device.
    record OnDevice(DeviceId device) implements Actor {
        /// Refuses an absent device with a [NullPointerException].
        public OnDevice {
            Objects.requireNonNull(device, "device");
        }
    }

    /// On the customer's pages, in a browser.
    record OnWeb() implements Actor {}

    /// Returns the one on this device.
    static Actor on(DeviceId device) {
        return new OnDevice(device);
    }

    /// Returns the one on the customer's pages.
    static Actor onWeb() {
        return new OnWeb();
    }

    /// Returns it as it stands in a line: the id of the device, or `web`.
    default String written() {
        return switch (this) {
            case OnDevice onDevice -> onDevice.device().value();
            case OnWeb onWeb -> "web";
        };
    }
}
