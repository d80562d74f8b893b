package org.simplesignin.tokens;

/** A value that a partner backend chose for one sign-in and wants to find in the SSI token again: 1 to 256 visible ASCII characters. */
public record Nonce(String value) {
    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public Nonce {
        Require.visibleAscii("nonce", value, 256);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static Nonce of(String value) {
        return new Nonce(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
