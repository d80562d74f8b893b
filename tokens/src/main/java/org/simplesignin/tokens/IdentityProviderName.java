package org.simplesignin.tokens;

import java.util.regex.Pattern;

/** The name of an identity provider, the SSI ID of the developer console: 1 to 64 characters {@code [a-z0-9][a-z0-9._-]*} (specification §10). */
public record IdentityProviderName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Refuses a value outside the bounds above with an {@link IllegalArgumentException} that does not repeat it. */
    public IdentityProviderName {
        Require.matches("identityProviderName", value, FORM);
    }

    /** Returns the identifier for this value, checked like the constructor. */
    public static IdentityProviderName of(String value) {
        return new IdentityProviderName(value);
    }

    /** Returns the value itself: it is no secret. */
    @Override
    public String toString() {
        return value;
    }
}
