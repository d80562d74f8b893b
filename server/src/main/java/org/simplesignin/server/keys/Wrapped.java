package org.simplesignin.server.keys;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Something secret, wrapped: the envelope as it is stored. 1 to 16384 bytes;
/// prints without them.
public final class Wrapped {
    /// The most bytes of an envelope.
    public static final int MOST_BYTES = 16 * 1024;

    private final byte[] envelope;

    private Wrapped(byte[] envelope) {
        this.envelope = envelope;
    }

    /// Returns the envelope of these bytes, without looking into it.
    ///
    /// @throws IllegalArgumentException where there are none or too many
    public static Wrapped of(byte[] envelope) {
        if (envelope.length == 0 || envelope.length > MOST_BYTES) {
            throw new IllegalArgumentException("a wrapped secret must have 1 to " + MOST_BYTES + " bytes");
        }
        return new Wrapped(envelope.clone());
    }

    /// Returns the bytes to store.
    public byte[] bytes() {
        return envelope.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Wrapped that && Arrays.equals(envelope, that.envelope);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(envelope);
    }

    @Override
    public String toString() {
        return "Wrapped[redacted]";
    }
}
