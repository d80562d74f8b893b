package org.simplesignin.tokens;

/** A device as one identity provider knows it, not linkable to what another one is told: {@code [A-Za-z0-9][A-Za-z0-9._:-]{0,127}}. */
public record DirectedDeviceId(String value) {
    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public DirectedDeviceId {
        Require.matches("device", value, Require.ID);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static DirectedDeviceId of(String value) {
        return new DirectedDeviceId(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
