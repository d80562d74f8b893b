package org.simplesignin.server.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The operator's wrapping keys: AES-256, by id, one of them current. Thread-safe.
///
/// An envelope is: version 1 (a byte), length of the key id (a byte), key id, 12 random bytes of nonce, AES-256-GCM
/// cipher text with its tag of 16 bytes. Associated data: everything before the nonce, and the [BoundTo]. To rotate, a
/// key is added and made current; what lies under older keys opens as long as these are kept. Nonces are random, so a
/// key wraps at most 2^32 secrets (NIST SP 800-38D §8.3): rotate before.
public final class WrappingKeys {
    static final int KEY_BYTES = 32;
    static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final byte VERSION = 1;

    private final Map<String, SecretKey> keys;
    private final String current;
    private final SecureRandom random;

    private WrappingKeys(Map<String, SecretKey> keys, String current, SecureRandom random) {
        this.keys = Map.copyOf(keys);
        this.current = current;
        this.random = random;
    }

    /// Returns the keys of these bytes; `current` is one of their ids.
    ///
    /// @throws IllegalArgumentException where an id or a length is wrong, or there is no current key
    static WrappingKeys of(Map<String, byte[]> keys, String current, SecureRandom random) {
        Map<String, SecretKey> secretKeys = new LinkedHashMap<>();
        keys.forEach((id, bytes) -> {
            if (!KEY_ID.matcher(id).matches() || bytes.length != KEY_BYTES) {
                throw new IllegalArgumentException("a wrapping key has an id of " + KEY_ID + " and 32 bytes");
            }
            secretKeys.put(id, new SecretKeySpec(bytes, "AES"));
        });
        if (!secretKeys.containsKey(current)) {
            throw new IllegalArgumentException("the current wrapping key is not among the keys");
        }
        return new WrappingKeys(secretKeys, current, random);
    }

    /// Wraps a secret under the current key.
    public Wrapped wrap(byte[] secret, BoundTo boundTo) {
        byte[] id = current.getBytes(StandardCharsets.US_ASCII);
        byte[] header = ByteBuffer.allocate(2 + id.length)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .array();
        return Gcm.seal(keyNamed(current), header, boundTo.bytes(), secret, random);
    }

    /// Opens an envelope. The caller overwrites the result when it is done with it.
    ///
    /// @throws UnwrapException where it does not open for this binding
    public byte[] unwrap(Wrapped wrapped, BoundTo boundTo) {
        byte[] envelope = wrapped.bytes();
        int idLength = envelope.length < 2 || envelope[0] != VERSION ? -1 : envelope[1];
        int headerLength = 2 + idLength;
        if (idLength < 1 || !Gcm.fits(envelope.length, headerLength)) {
            throw new UnwrapException("A wrapped secret is not an envelope of version " + VERSION);
        }
        SecretKey key = keyNamed(new String(envelope, 2, idLength, StandardCharsets.US_ASCII));
        return Gcm.open(key, envelope, headerLength, boundTo.bytes(), boundTo.purpose());
    }

    private SecretKey keyNamed(String id) {
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new UnwrapException("A wrapped secret names a wrapping key that is not in the file");
        }
        return key;
    }

    /// Returns the ids of all keys.
    public Set<String> ids() {
        return keys.keySet();
    }

    @Override
    public String toString() {
        return "WrappingKeys[current=" + current + ", redacted]";
    }
}
