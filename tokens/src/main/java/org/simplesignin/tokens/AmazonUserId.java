package org.simplesignin.tokens;

/** The platform user as one identity provider knows them: directed and pairwise (specification §1), 1 to 256 visible ASCII characters. */
public record AmazonUserId(String value) {
    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public AmazonUserId {
        Require.visibleAscii("amazonUserId", value, 256);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static AmazonUserId of(String value) {
        return new AmazonUserId(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
