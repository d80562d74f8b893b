package org.simplesignin.server.device;

import java.util.Objects;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;

/// Who is calling: this customer on this device, proven by access token and device key. Only [DeviceGuard] makes one
/// for a request.
public record Caller(CustomerId customer, DeviceId device) {
    /// Refuses absent parts with a [NullPointerException].
    public Caller {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(device, "device");
    }
}
