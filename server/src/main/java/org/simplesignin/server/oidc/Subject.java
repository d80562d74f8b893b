package org.simplesignin.server.oidc;

import java.util.Objects;

/// Who somebody is at a provider: its issuer and the name it has for the person, which belong together. Prints as
/// `[redacted]`.
///
/// @param value 1 to 255 ASCII characters, never given to anybody else (OpenID Connect Core 1.0 §2)
public record Subject(String issuer, String value) {
    private static final int MOST_CHARS = 255;

    /// Refuses what is out of bounds with an [IllegalArgumentException] that repeats nothing.
    public Subject {
        Objects.requireNonNull(issuer, "issuer");
        if (value.isEmpty() || value.length() > MOST_CHARS || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a subject has 1 to 255 ASCII characters");
        }
    }

    @Override
    public String toString() {
        return "Subject[redacted]";
    }
}
