package org.simplesignin.server.id;

import java.util.Objects;
import java.util.regex.Pattern;

/// The SHA-256 thumbprint of a device's public key (RFC 7638), base64url without padding, 43 characters: the `jkt` that
/// tokens are bound to (RFC 9449 §6.1).
public record KeyThumbprint(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /// Refuses any other form with an [IllegalArgumentException].
    public KeyThumbprint {
        Objects.requireNonNull(value, "thumbprint");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a key thumbprint must be 43 base64url characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
