package org.simplesignin.server.mail;

import java.util.Objects;
import java.util.regex.Pattern;

/// A mail in plain text.
///
/// @param subject 1 to 200 characters without control characters: a line break would begin a header of somebody else's
///     making
/// @param text 1 to 10,000 characters, lines ended by `\n`, no other control characters
public record Mail(MailAddress to, String subject, String text) {
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cc}\\x{2028}\\x{2029}]{1,200}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cc}]{1,10000}");

    /// Refuses what is out of bounds with an [IllegalArgumentException] that repeats nothing.
    public Mail {
        Objects.requireNonNull(to, "to");
        if (!SUBJECT.matcher(subject).matches()) {
            throw new IllegalArgumentException("a subject must have 1 to 200 characters and no control characters");
        }
        if (!TEXT.matcher(text.replace("\n", " ")).matches()) {
            throw new IllegalArgumentException(
                    "a text must have 1 to 10,000 characters and no control but line breaks");
        }
    }

    @Override
    public String toString() {
        return "Mail[redacted]";
    }
}
