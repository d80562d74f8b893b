package org.simplesignin.server.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.regex.Pattern;

/// What a form of a page carries and a form of another site cannot know. 22 to 128 characters of base64url or
/// hexadecimal, at least 128 random bits, one for each session. Prints as `[redacted]`.
public record CsrfToken(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22,128}");

    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public CsrfToken {
        Objects.requireNonNull(value, "csrfToken");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a CSRF token must be 22 to 128 characters of base64url");
        }
    }

    /// Returns whether this is what was sent. In constant time.
    boolean accepts(String sent) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "CsrfToken[redacted]";
    }
}
