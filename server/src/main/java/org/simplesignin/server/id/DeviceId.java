package org.simplesignin.server.id;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The id of one registration of a device with one customer, made by this server. A device that serves two customers
/// has two.
///
/// 128 random bits, 32 lower-case hexadecimal digits.
public record DeviceId(String value) {
    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public DeviceId {
        RandomHex.require("deviceId", value);
    }

    /// Makes a fresh one.
    public static DeviceId generate(SecureRandom random) {
        return new DeviceId(RandomHex.generate(random));
    }

    /// Returns the one of these 16 bytes.
    public static DeviceId ofBytes(byte[] bytes) {
        return new DeviceId(HexFormat.of().formatHex(bytes));
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
