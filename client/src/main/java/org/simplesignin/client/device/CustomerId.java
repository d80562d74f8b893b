package org.simplesignin.client.device;

import java.util.random.RandomGenerator;
import org.simplesignin.protocol.Limits;

/// Names a customer on this device only: the server and other devices do not know it.
///
/// @param value 22 to 64 characters of base64url
public record CustomerId(String value) {
    /// Refuses what cannot be a customer's id.
    public CustomerId {
        if (!Limits.isRandomId(value)) {
            throw new IllegalArgumentException("not a customer id");
        }
    }

    /// Returns a new one.
    public static CustomerId generate(RandomGenerator random) {
        return new CustomerId(Secrets.generate(random));
    }

    @Override
    public String toString() {
        return value;
    }
}
