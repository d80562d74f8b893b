package org.simplesignin.server.account;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name by which a customer wants to be called, on dialogs and devices: 1 to [#CHARS] characters, without control
/// and bidi-override characters, which would let it look like something else.
record DisplayName(String value) {
    static final int CHARS = 40;

    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\x{2028}\\x{2029}&&[^\\x{200c}\\x{200d}]]");

    static Optional<DisplayName> parse(String typed) {
        String text = Normalizer.normalize(UNSEEN.matcher(typed).replaceAll(" "), Normalizer.Form.NFC)
                .strip()
                .replaceAll("\\s+", " ");
        boolean good = !text.isEmpty() && text.codePointCount(0, text.length()) <= CHARS;
        return good ? Optional.of(new DisplayName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "DisplayName[redacted]";
    }
}
