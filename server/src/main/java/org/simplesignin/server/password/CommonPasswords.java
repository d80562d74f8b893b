package org.simplesignin.server.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The passwords that attackers try first, as words. A password is one of them where little more is left than a word of
/// the list, or two of them, after case, the usual replacements of letters by digits and signs, and what people put in
/// front and behind (digits, years, signs) are taken away; also where it is a run or a repetition. Immutable.
final class CommonPasswords {
    private static final String FILE = "common-passwords.txt";
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]");
    /// So many digits and signs beside a word, such as a date, are no help; more of them are.
    private static final int MOST_AROUND = 8;
    private static final int LEAST_WORD = 5;
    private static final int LEAST_CHANGES = 5;
    private static final String ROWS =
            "abcdefghijklmnopqrstuvwxyz qwertyuiop qwertzuiop azertyuiop asdfghjkl yxcvbnm zxcvbnm 01234567890 !@#$%^&*()";
    private static final int LEAST_RUN = 4;
    private static final String[][] LEET = {
        {"@", "a"},
        {"4", "a"},
        {"8", "b"},
        {"(", "c"},
        {"3", "e"},
        {"€", "e"},
        {"6", "g"},
        {"9", "g"},
        {"!", "i"},
        {"1", "i"},
        {"|", "l"},
        {"0", "o"},
        {"$", "s"},
        {"5", "s"},
        {"7", "t"},
        {"+", "t"},
        {"2", "z"}
    };

    private final Set<String> words;

    private CommonPasswords(Set<String> words) {
        this.words = words;
    }

    static CommonPasswords read() {
        Set<String> words = new HashSet<>();
        try (var in = CommonPasswords.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the list of common passwords is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                for (String word : line.split("\\s+", -1)) {
                    words.add(word);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words.remove("");
        return new CommonPasswords(Set.copyOf(words));
    }

    int size() {
        return words.size();
    }

    /// Returns whether this password is common.
    boolean holds(String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        return isMonotonous(lower)
                || isRuns(lower)
                || isWords(lower)
                || isWords(unleet(lower, "1", "i"))
                || isWords(unleet(lower, "1", "l"));
    }

    /// A repetition of few characters, or of one group: `aaaaaaaa`, `12121212`, `abcabcabc`.
    private static boolean isMonotonous(String password) {
        if (password.chars().distinct().count() < LEAST_CHANGES - 1) {
            return true;
        }
        for (int length = 1; length <= password.length() / 2; length++) {
            String group = password.substring(0, length);
            if (password.length() % length == 0
                    && group.repeat(password.length() / length).equals(password)) {
                return length < 2 * LEAST_RUN;
            }
        }
        return false;
    }

    /// Nothing but runs of the alphabet, of a keyboard or of digits, forwards or backwards, and few characters
    /// more.
    private static boolean isRuns(String password) {
        int left = 0;
        int at = 0;
        while (at < password.length()) {
            int run = Math.max(runAt(password, at, ROWS), runAt(password, at, reversed(ROWS)));
            left += run >= LEAST_RUN ? 0 : 1;
            at += run >= LEAST_RUN ? run : 1;
        }
        return left < LEAST_RUN;
    }

    private static int runAt(String password, int at, String rows) {
        int length = 1;
        while (at + length <= password.length() && rows.contains(password.substring(at, at + length))) {
            length++;
        }
        return length - 1;
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private boolean isWords(String password) {
        String letters = NO_LETTERS.matcher(password).replaceAll("");
        if (password.length() - letters.length() > MOST_AROUND) {
            return false;
        }
        return words.contains(letters)
                || isTwoWords(letters)
                || isNearlyAWord(letters)
                || (letters.length() >= LEAST_RUN && isRuns(letters));
    }

    /// A word and one or two letters more, before or behind.
    private boolean isNearlyAWord(String text) {
        for (int more = 1; more <= 2 && text.length() - more >= LEAST_WORD; more++) {
            if (words.contains(text.substring(more)) || words.contains(text.substring(0, text.length() - more))) {
                return true;
            }
        }
        return false;
    }

    private boolean isTwoWords(String text) {
        for (int split = 1; split < text.length(); split++) {
            if (words.contains(text.substring(0, split)) && words.contains(text.substring(split))) {
                return true;
            }
        }
        return false;
    }

    private static String unleet(String password, String one, String asLetter) {
        // What stands behind the last letter is a year or a sign more often than a letter in disguise.
        String core = password.replaceAll("[^\\p{L}@$]+$", "").replaceAll("^[^\\p{L}@$0-9]+", "");
        if (password.length() - core.length() > MOST_AROUND) {
            return password;
        }
        String text = core.replace(one, asLetter);
        for (String[] pair : LEET) {
            text = text.replace(pair[0], pair[1]);
        }
        return text;
    }
}
