package org.simplesignin.server.device;

import java.time.Instant;
import java.util.Objects;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;

/// One registration of a device with one customer. It is there or it is removed; there is nothing between.
///
/// @param externalKey the operator's own name for the device, 1 to 128 characters
/// @param name what the customer calls it, 1 to 128 characters
/// @param model what the maker calls it, 1 to 128 characters
/// @param key the thumbprint of the device key, for life
public record Device(
        DeviceId id,
        CustomerId customer,
        String externalKey,
        String name,
        String model,
        KeyThumbprint key,
        Instant registeredAt) {
    /// The most characters of each name.
    public static final int NAME_CHARS = 128;

    /// Refuses blank and over-long names.
    public Device {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(customer, "customer");
        requireName("externalKey", externalKey);
        requireName("name", name);
        requireName("model", model);
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(registeredAt, "registeredAt");
    }

    static void requireName(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank() || value.length() > NAME_CHARS) {
            throw new IllegalArgumentException(name + " must have 1 to " + NAME_CHARS + " characters and not be blank");
        }
    }
}
