package org.simplesignin.server.registration;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// The code that a device shows and its customer types: eight letters out of twenty, shown as `BCDF-GHJK` (RFC 8628
/// §6.1: no vowels, so no words; nothing that is easily confused). About 34 random bits, which is why tries are counted
/// and it lives ten minutes.
///
/// @param letters the eight letters without the hyphen
public record UserCode(String letters) {
    static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int LETTERS = 8;
    static final int MOST_TYPED_CHARS = 32;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LETTERS + "}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Pd}._]+");

    /// Refuses any other form with an [IllegalArgumentException].
    public UserCode {
        Objects.requireNonNull(letters, "letters");
        if (!FORM.matcher(letters).matches()) {
            throw new IllegalArgumentException("a user code must be eight letters of " + ALPHABET);
        }
    }

    static UserCode generate(SecureRandom random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new UserCode(letters.toString());
    }

    /// Returns the code that a person typed, in whatever case and with whatever between its halves; empty where it
    /// cannot be one.
    static Optional<UserCode> typed(String text) {
        if (text.length() > MOST_TYPED_CHARS) {
            return Optional.empty();
        }
        String letters = BETWEEN.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        return FORM.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /// Returns the code as it is shown.
    public String shown() {
        return letters.substring(0, LETTERS / 2) + "-" + letters.substring(LETTERS / 2);
    }

    @Override
    public String toString() {
        return "UserCode[redacted]";
    }
}
