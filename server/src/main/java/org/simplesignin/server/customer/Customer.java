package org.simplesignin.server.customer;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;

/// A customer.
///
/// @param externalKey the operator's own name for the customer, 1 to 128 characters, unique; never shown to apps; null
/// for one who signed up
/// @param displayName what dialogs show, 1 to 128 characters
public record Customer(CustomerId id, @Nullable String externalKey, String displayName, Instant createdAt) {
    /// The most characters of either name.
    public static final int NAME_CHARS = 128;

    /// Refuses blank and over-long names.
    public Customer {
        Objects.requireNonNull(id, "id");
        if (externalKey != null) {
            requireName("externalKey", externalKey);
        }
        requireName("displayName", displayName);
        Objects.requireNonNull(createdAt, "createdAt");
    }

    private static void requireName(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank() || value.length() > NAME_CHARS) {
            throw new IllegalArgumentException(name + " must have 1 to " + NAME_CHARS + " characters and not be blank");
        }
    }

    /// Returns the id only: names of people do not belong into logs.
    @Override
    public String toString() {
        return "Customer[" + id + "]";
    }
}
