package org.simplesignin.server.passkey;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The public key of a passkey as COSE writes it (RFC 9052 §7): 1 to [#MOST_BYTES] bytes.
public final class CoseKey {
    /// The most bytes.
    public static final int MOST_BYTES = 2048;

    private final byte[] bytes;

    private CoseKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Returns the key of these bytes, without looking into it.
    ///
    /// @throws IllegalArgumentException where there are none or too many
    public static CoseKey of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a public key must have 1 to " + MOST_BYTES + " bytes");
        }
        return new CoseKey(bytes.clone());
    }

    /// Returns the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CoseKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "CoseKey[" + bytes.length + " bytes]";
    }
}
