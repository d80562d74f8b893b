package org.simplesignin.server.registration;

import java.security.SecureRandom;
import java.util.Base64;
import org.simplesignin.server.id.SecretHash;

/// What the device polls with: 256 random bits, base64url, 43 characters. Stored as its hash only; prints as
/// `[redacted]`.
record DeviceCode(String value) {
    private static final int BYTES = 32;

    static DeviceCode generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DeviceCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    SecretHash hash() {
        return SecretHash.of(value);
    }

    @Override
    public String toString() {
        return "DeviceCode[redacted]";
    }
}
