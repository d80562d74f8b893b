package org.simplesignin.client.device;

import java.util.regex.Pattern;

/// The id of an app in the registry.
///
/// @param value 1 to 128 characters of `[A-Za-z0-9._-]`, the first a letter or digit
public record AppId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /// Refuses what cannot be an app's id.
    public AppId {
        if (!isAppId(value)) {
            throw new IllegalArgumentException("not an app id");
        }
    }

    /// Returns whether this may be an app's id.
    public static boolean isAppId(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
