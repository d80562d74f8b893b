package org.simplesignin.protocol.device;

import java.util.Objects;

/**
 * The customer of the session, as the device shows them.
 */
public record CustomerView(String displayName) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public CustomerView {
        Objects.requireNonNull(displayName, "displayName");
    }

    @Override
    public String toString() {
        return "CustomerView[[redacted]]";
    }
}
