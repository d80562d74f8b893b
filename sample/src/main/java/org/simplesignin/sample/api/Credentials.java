package org.simplesignin.sample.api;

import java.util.Objects;

/// A login name and a password, typed by hand. Printing it shows neither.
public record Credentials(String loginName, String password) {
    /// Refuses absent members with a [NullPointerException].
    public Credentials {
        Objects.requireNonNull(loginName, "loginName");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "Credentials[redacted]";
    }
}
