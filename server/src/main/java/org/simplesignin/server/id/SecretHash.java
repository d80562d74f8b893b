package org.simplesignin.server.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The SHA-256 hash of a random secret (access token, refresh token, enrolment secret). All of these have at least 128
/// random bits, so a fast hash without salt is enough, and a slow one would only cost every call 100 ms.
///
/// Compared in constant time; prints as `[redacted]`, so that no log can be searched for it.
public final class SecretHash {
    /// The length in bytes.
    public static final int BYTES = 32;

    private final byte[] hash;

    private SecretHash(byte[] hash) {
        this.hash = hash;
    }

    /// Returns the hash of this secret's UTF-8 bytes.
    public static SecretHash of(String secret) {
        try {
            return new SecretHash(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    /// Returns the hash that was stored.
    ///
    /// @throws IllegalArgumentException where it has not 32 bytes
    public static SecretHash stored(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a stored hash must have 32 bytes");
        }
        return new SecretHash(hash.clone());
    }

    /// Returns the 32 bytes to store.
    public byte[] bytes() {
        return hash.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretHash that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /// Returns the hash in hexadecimal, for a storage engine that has no bytes.
    public String hex() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public String toString() {
        return "SecretHash[redacted]";
    }
}
