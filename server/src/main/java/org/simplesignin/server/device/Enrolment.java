package org.simplesignin.server.device;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;

/// Permission, good once, to register a device with a customer. The secret itself is not kept, only its hash.
///
/// @param spentAt when it was used, or null while it is good
public record Enrolment(
        SecretHash secret,
        CustomerId customer,
        String deviceExternalKey,
        String deviceName,
        String deviceModel,
        Instant createdAt,
        @Nullable Instant spentAt) {
    /// Refuses blank and over-long names.
    public Enrolment {
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(customer, "customer");
        Device.requireName("device", deviceExternalKey);
        Device.requireName("deviceName", deviceName);
        Device.requireName("deviceModel", deviceModel);
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
