package org.simplesignin.tokens;

/** An app's id in the server's registry: {@code [A-Za-z0-9][A-Za-z0-9._:-]{0,127}}. */
public record AppId(String value) {
    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public AppId {
        Require.matches("app", value, Require.ID);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static AppId of(String value) {
        return new AppId(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
