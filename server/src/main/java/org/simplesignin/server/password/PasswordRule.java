package org.simplesignin.server.password;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which passwords are taken: 8 to 128 characters, any characters, no demand for some of each kind, but none that
/// attackers try first (NIST SP 800-63B §3.1.1.2). Immutable.
public final class PasswordRule {
    /// The fewest characters (code points).
    public static final int FEWEST = 8;
    /// The most characters (code points).
    public static final int MOST = 128;

    private static final int LEAST_OWN_CHARS = 4;

    private final CommonPasswords common;

    private PasswordRule(CommonPasswords common) {
        this.common = common;
    }

    /// Reads the list of common passwords.
    public static PasswordRule read() {
        return new PasswordRule(CommonPasswords.read());
    }

    /// What is wrong with a password.
    public enum Flaw {
        /// Fewer than [#FEWEST] characters.
        TOO_SHORT,
        /// More than [#MOST] characters.
        TOO_LONG,
        /// One that attackers try first, or little more than such a one.
        COMMON,
        /// Little more than what everybody knows of its owner.
        LIKE_ITS_OWNER
    }

    /// Returns what is wrong with this password, or empty where it is good.
    ///
    /// @param known what everybody knows of its owner: e-mail address, name
    public Optional<Flaw> flaw(String password, List<String> known) {
        String normal = Normalizer.normalize(password, Normalizer.Form.NFC);
        int chars = normal.codePointCount(0, normal.length());
        if (chars < FEWEST) {
            return Optional.of(Flaw.TOO_SHORT);
        }
        if (chars > MOST) {
            return Optional.of(Flaw.TOO_LONG);
        }
        if (common.holds(normal)) {
            return Optional.of(Flaw.COMMON);
        }
        return isLikeOwner(normal, known) ? Optional.of(Flaw.LIKE_ITS_OWNER) : Optional.empty();
    }

    private static boolean isLikeOwner(String password, List<String> known) {
        String lower = password.toLowerCase(Locale.ROOT);
        return known.stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .flatMap(text -> List.of(text, text.substring(0, Math.max(0, text.indexOf('@')))).stream())
                .filter(text -> text.length() >= LEAST_OWN_CHARS)
                .anyMatch(text -> lower.replace(text, "").length() < LEAST_OWN_CHARS);
    }
}
