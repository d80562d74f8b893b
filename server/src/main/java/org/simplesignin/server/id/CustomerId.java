package org.simplesignin.server.id;

import java.security.SecureRandom;
import java.util.HexFormat;

/// A customer's id, made by this server. It never leaves it in the clear: apps and partners get directed ids.
///
/// 128 random bits, 32 lower-case hexadecimal digits.
public record CustomerId(String value) {
    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public CustomerId {
        RandomHex.require("customerId", value);
    }

    /// Makes a fresh one.
    public static CustomerId generate(SecureRandom random) {
        return new CustomerId(RandomHex.generate(random));
    }

    /// Returns the one of these 16 bytes.
    public static CustomerId ofBytes(byte[] bytes) {
        return new CustomerId(HexFormat.of().formatHex(bytes));
    }

    /// Returns its 16 bytes.
    public byte[] bytes() {
        return HexFormat.of().parseHex(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
