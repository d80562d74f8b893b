package org.simplesignin.server.device;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.SecretHash;

/// An access or refresh token in the clear: customer, device and 256 bits that nobody can guess ([TokenDerivation]),
/// base64url, 86 characters. The ids in front lead to the row without an index over all customers; the rest is what
/// must match. Prints as `[redacted]`.
final class SessionToken {
    static final int SECRET_BYTES = 32;

    private static final int ID_BYTES = 16;
    private static final int BYTES = 2 * ID_BYTES + SECRET_BYTES;

    private final CustomerId customer;
    private final DeviceId device;
    private final String value;

    private SessionToken(CustomerId customer, DeviceId device, String value) {
        this.customer = customer;
        this.device = device;
        this.value = value;
    }

    /// Returns the token with these 32 bytes behind the ids.
    static SessionToken of(CustomerId customer, DeviceId device, byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a token has " + SECRET_BYTES + " bytes behind its ids");
        }
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(customer.bytes())
                .put(device.bytes())
                .put(secret)
                .array();
        return new SessionToken(customer, device, text(bytes));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Returns the token of this text, or empty where it has not the form of one. The last four bits of the text say
    /// nothing: with others than zeros it is no token, so that no token has two texts.
    static Optional<SessionToken> parse(String value) {
        if (value.length() != (BYTES * 4 + 2) / 3) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(value);
            if (!text(bytes).equals(value)) {
                return Optional.empty();
            }
            return Optional.of(new SessionToken(
                    CustomerId.ofBytes(Arrays.copyOfRange(bytes, 0, ID_BYTES)),
                    DeviceId.ofBytes(Arrays.copyOfRange(bytes, ID_BYTES, 2 * ID_BYTES)),
                    value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    CustomerId customer() {
        return customer;
    }

    DeviceId device() {
        return device;
    }

    String value() {
        return value;
    }

    /// Returns the 32 bytes behind the ids.
    byte[] secret() {
        return Arrays.copyOfRange(Base64.getUrlDecoder().decode(value), 2 * ID_BYTES, BYTES);
    }

    SecretHash hash() {
        return SecretHash.of(value);
    }

    @Override
    public String toString() {
        return "SessionToken[redacted]";
    }
}
