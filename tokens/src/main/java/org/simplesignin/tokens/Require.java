package org.simplesignin.tokens;

import java.util.Objects;
import java.util.regex.Pattern;

/** Checks of what a caller passes in. A message names the field and the rule and never repeats the value. */
final class Require {
    /** The form of link ids, app ids, device ids and token ids: safe in URLs, logs and JSON as they stand. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private Require() {}

    static void matches(String name, String value, Pattern pattern) {
        Objects.requireNonNull(value, name);
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must match " + pattern);
        }
    }

    /** Lets 1 to {@code max} visible ASCII characters pass: no space, no control character. */
    static String visibleAscii(String name, String value, int max) {
        Objects.requireNonNull(value, name);
        if (value.isEmpty() || value.length() > max || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(name + " must be 1 to " + max + " visible ASCII characters");
        }
        return value;
    }

    /** Lets well-formed text of 1 to {@code max} UTF-16 units pass that is not blank and has no control character. */
    static void text(String name, String value, int max) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()
                || value.length() > max
                || hasLoneSurrogate(value)
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + max + " characters, not blank, without control characters");
        }
    }

    /** Lets any text pass that UTF-8 can carry: no lone surrogate. */
    static void encodable(String name, String value) {
        Objects.requireNonNull(value, name);
        if (hasLoneSurrogate(value)) {
            throw new IllegalArgumentException(name + " must be well-formed text");
        }
    }

    static boolean hasLoneSurrogate(String value) {
        return value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
