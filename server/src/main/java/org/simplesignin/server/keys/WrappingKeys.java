package org.simplesignin.server.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
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
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

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
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keyNamed(current), nonce, header, boundTo);
            byte[] sealed = cipher.doFinal(secret);
            return Wrapped.of(ByteBuffer.allocate(header.length + nonce.length + sealed.length)
                    .put(header)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed", e);
        }
    }

    /// Opens an envelope. The caller overwrites the result when it is done with it.
    ///
    /// @throws UnwrapException where it does not open for this binding
    public byte[] unwrap(Wrapped wrapped, BoundTo boundTo) {
        byte[] envelope = wrapped.bytes();
        int idLength = envelope.length < 2 || envelope[0] != VERSION ? -1 : envelope[1];
        int sealedAt = 2 + idLength + NONCE_BYTES;
        if (idLength < 1 || envelope.length < sealedAt + TAG_BITS / 8) {
            throw new UnwrapException("A wrapped secret is not an envelope of version 1");
        }
        ByteBuffer buffer = ByteBuffer.wrap(envelope);
        byte[] header = new byte[2 + idLength];
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(header).get(nonce);
        SecretKey key = keyNamed(new String(header, 2, idLength, StandardCharsets.US_ASCII));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, header, boundTo)
                    .doFinal(envelope, sealedAt, envelope.length - sealedAt);
        } catch (GeneralSecurityException e) {
            // Without its cause: why exactly a tag does not fit is of no use to anybody honest.
            throw new UnwrapException("A wrapped secret does not open for " + boundTo.purpose());
        }
    }

    private SecretKey keyNamed(String id) {
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new UnwrapException("A wrapped secret names a wrapping key that is not in the file");
        }
        return key;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header, BoundTo boundTo)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(boundTo.bytes());
        return cipher;
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
