package org.simplesignin.tokens;

/**
 * A link token as the platform sees it: opaque, 1 to 8192 visible ASCII characters (specification §10).
 *
 * <p>It prints as {@code [redacted]}. On its own it is never a proof of anything (specification §4).
 */
public record LinkToken(String value) {
    /** The largest link token that is issued, stored or accepted, in characters. */
    public static final int MAX_LENGTH = 8 * 1024;

    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public LinkToken {
        Require.visibleAscii("linkToken", value, MAX_LENGTH);
    }

    /** Returns the link token for this value, checked like the constructor. */
    public static LinkToken of(String value) {
        return new LinkToken(value);
    }

    /** Returns {@code [redacted]}. */
    @Override
    public String toString() {
        return "[redacted]";
    }
}
