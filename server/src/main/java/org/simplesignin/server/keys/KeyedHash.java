package org.simplesignin.server.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.simplesignin.server.config.UnusableConfigurationException;

/// HMAC-SHA-256 (RFC 2104) under a secret that never leaves this object: makes of known parts a value that nobody else
/// can make or compare. Immutable, thread-safe; prints as `[redacted]`.
public final class KeyedHash {
    /// The length of secret and hash in bytes.
    public static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    private KeyedHash(SecretKeySpec key) {
        this.key = key;
    }

    /// Returns the hash under this secret of 32 bytes, which is copied.
    static KeyedHash under(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("the secret of a keyed hash has " + BYTES + " bytes");
        }
        return new KeyedHash(new SecretKeySpec(secret, HMAC));
    }

    /// Returns the hash under the server's secret of this name, which is made at the first start and never changes.
    ///
    /// @throws UnusableConfigurationException where it does not open under the wrapping keys
    public static KeyedHash underServerSecret(
            String name, ServerSecrets secrets, WrappingKeys wrappingKeys, SecureRandom random) {
        BoundTo boundTo = BoundTo.of("server-secret", name);
        Wrapped stored = secrets.secret(name).orElseGet(() -> {
            byte[] fresh = new byte[BYTES];
            random.nextBytes(fresh);
            return secrets.addOrExisting(name, wrappingKeys.wrap(fresh, boundTo));
        });
        try {
            byte[] secret = wrappingKeys.unwrap(stored, boundTo);
            KeyedHash hash = under(secret);
            Arrays.fill(secret, (byte) 0);
            return hash;
        } catch (UnwrapException e) {
            throw new UnusableConfigurationException(
                    "the server's secrets do not open: restore the wrapping-keys.json that belongs to this database",
                    e);
        }
    }

    /// Returns the 32 bytes for these parts, in this order.
    public byte[] of(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            // Each part is led by its length: otherwise two lists of parts could have the same bytes.
            for (byte[] part : parts) {
                mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "KeyedHash[redacted]";
    }
}
