package org.simplesignin.server.id;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The id of one device registration under way, made by this server: from the first request of the device until the end
/// of its codes. It opens nothing by itself.
///
/// 128 random bits, 32 lower-case hexadecimal digits.
public record RegistrationId(String value) {
    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public RegistrationId {
        RandomHex.require("registrationId", value);
    }

    /// Makes a fresh one.
    public static RegistrationId generate(SecureRandom random) {
        return new RegistrationId(RandomHex.generate(random));
    }

    /// Returns the one of these 16 bytes.
    public static RegistrationId ofBytes(byte[] bytes) {
        return new RegistrationId(HexFormat.of().formatHex(bytes));
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
