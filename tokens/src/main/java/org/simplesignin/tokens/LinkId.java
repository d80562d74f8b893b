package org.simplesignin.tokens;

/** A link's id, made by the server: {@code [A-Za-z0-9][A-Za-z0-9._:-]{0,127}}. */
public record LinkId(String value) {
    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public LinkId {
        Require.matches("linkId", value, Require.ID);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static LinkId of(String value) {
        return new LinkId(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
