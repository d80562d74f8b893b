package org.simplesignin.server.session;

import java.time.Instant;
import java.util.Objects;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.page.SessionRef;

/// A customer's session in a browser.
///
/// @param ref 32 hexadecimal digits, unique within the customer
/// @param token the hash of the cookie's value
/// @param signedInAt when credentials were last given in it
/// @param usedAt when it was last used, to within five minutes
/// @param browser such as "Firefox on Windows", at most [#TEXT_CHARS] characters
/// @param place the network it was begun from, at most [#TEXT_CHARS] characters
public record BrowserSession(
        CustomerId customer,
        SessionRef ref,
        SecretHash token,
        Instant beganAt,
        Instant signedInAt,
        Instant usedAt,
        String browser,
        String place) {
    /// The most characters of `browser` and of `place`.
    public static final int TEXT_CHARS = 64;

    /// Refuses absent parts and wrong lengths.
    public BrowserSession {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(beganAt, "beganAt");
        Objects.requireNonNull(signedInAt, "signedInAt");
        Objects.requireNonNull(usedAt, "usedAt");
        if (!ref.value().matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a session's name has 32 hexadecimal digits");
        }
        if (browser.length() > TEXT_CHARS || place.length() > TEXT_CHARS) {
            throw new IllegalArgumentException("browser and place have at most " + TEXT_CHARS + " characters");
        }
    }

    @Override
    public String toString() {
        return "BrowserSession[" + ref.value() + "]";
    }
}
