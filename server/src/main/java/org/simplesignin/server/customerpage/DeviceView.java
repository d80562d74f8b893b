package org.simplesignin.server.customerpage;

import java.time.Instant;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Registration;

/// A device as pages show it. Name and model were chosen by the device.
///
/// @param lastSeenAt when its session was last refreshed or begun: while it is on, to ten minutes
record DeviceView(String id, String name, String model, Instant registeredAt, Instant lastSeenAt, boolean on) {
    static DeviceView of(Registration registration, boolean on) {
        Device device = registration.device();
        return new DeviceView(
                device.id().value(),
                device.name(),
                device.model(),
                device.registeredAt(),
                registration.session().refreshedAt(),
                on);
    }
}
