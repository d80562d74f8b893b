package org.simplesignin.client.device;

import java.util.Objects;

/// A customer who is registered on this device.
///
/// @param displayName as the server last said it; never an app's login name
public record Customer(CustomerId id, String displayName) {
    /// Refuses absent members with a [NullPointerException].
    public Customer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(displayName, "displayName");
    }
}
