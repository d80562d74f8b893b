package org.simplesignin.server.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// An e-mail address, as mail programs and the `<input type="email">` of HTML take it: no quotes, comments or white
/// space, so that nothing can hide in a header. The domain is in ASCII, an international one as `xn--…`. At most
/// [#CHARS] characters. Prints as `[redacted]`.
public record MailAddress(String value) {
    /// The most characters (RFC 5321 §4.5.3.1.3).
    public static final int CHARS = 254;

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + ")+");

    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public MailAddress {
        Objects.requireNonNull(value, "mailAddress");
        if (!isAddress(value)) {
            throw new IllegalArgumentException("an e-mail address must be name@domain, at most 254 characters");
        }
    }

    private static boolean isAddress(String text) {
        return text.length() <= CHARS && FORM.matcher(text).matches();
    }

    /// Returns the address that somebody typed, or empty where it is none. White space around it is left out.
    public static Optional<MailAddress> parse(String typed) {
        String text = typed.strip();
        int at = text.lastIndexOf('@');
        if (text.length() > CHARS || at < 0) {
            return Optional.empty();
        }
        String domain;
        try {
            domain = IDN.toASCII(text.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(text.substring(0, at + 1) + domain)
                .filter(MailAddress::isAddress)
                .map(MailAddress::new);
    }

    /// Returns the form in which addresses are compared: lower case. That is exact for the domain; before the `@`
    /// mailboxes could differ by case, but none in use do, and two accounts that look the same would deceive
    /// people.
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /// Returns what recognises it without telling it: the first letter and the domain, as in `a…@example.com`.
    public String masked() {
        return value.charAt(0) + "…" + value.substring(value.lastIndexOf('@'));
    }

    /// Returns the domain.
    String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return "MailAddress[redacted]";
    }
}
