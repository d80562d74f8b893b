package org.simplesignin.server.page;

import java.util.Objects;

/// Names a customer's session in a browser, so that it can be told from the others and ended. It is no secret: with it
/// alone nobody is signed in. 1 to 64 characters.
public record SessionRef(String value) {
    /// Refuses any other length with an [IllegalArgumentException].
    public SessionRef {
        Objects.requireNonNull(value, "sessionRef");
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("a session's name must have 1 to 64 characters");
        }
    }
}
