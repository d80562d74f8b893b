package org.simplesignin.tokens;

import java.util.regex.Pattern;

/** The id ({@code jti}) of one SSI token, at least 128 random bits: {@code [A-Za-z0-9_-]{22,128}}. */
public record TokenId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22,128}");

    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public TokenId {
        Require.matches("jti", value, FORM);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static TokenId of(String value) {
        return new TokenId(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
