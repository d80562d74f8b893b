package org.simplesignin.tokens;

/** The account at the partner, opaque to the platform: 1 to 256 UTF-16 units of well-formed text, not blank, no control characters (specification §10). */
public record PartnerUserId(String value) {
    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public PartnerUserId {
        Require.text("partnerUserId", value, 256);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static PartnerUserId of(String value) {
        return new PartnerUserId(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
