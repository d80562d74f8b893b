package org.simplesignin.client.dialog;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.Locale;

/// Cleans login names for the screen (specification §10). An app may say anything in them: text that runs backwards,
/// hides other text or fills the dialog must not make another account of it.
public final class LoginNames {
    /// The most that is shown, in grapheme clusters; a longer name ends in an ellipsis.
    public static final int MOST_GRAPHEMES = 64;

    /// Letters and marks that draw nothing, although Unicode does not call them format characters
    /// (DerivedCoreProperties,
    /// Default_Ignorable_Code_Point), and the blank braille cell.
    private static final String INVISIBLE = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private LoginNames() {}

    /// Returns the name in NFC, without control, format (which the bidi overrides are), private and unassigned
    /// characters, white space collapsed, at most 64 graphemes. Empty where nothing visible is left.
    public static String clean(String loginName) {
        StringBuilder visible = new StringBuilder();
        Normalizer.normalize(loginName, Normalizer.Form.NFC).codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!visible.isEmpty() && visible.charAt(visible.length() - 1) != ' ') {
                    visible.append(' ');
                }
            } else if (isVisible(c)) {
                visible.appendCodePoint(c);
            }
        });
        // Once more: taking characters out can bring together what composes.
        return shorten(Normalizer.normalize(visible, Normalizer.Form.NFC).strip());
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> INVISIBLE.indexOf(c) < 0;
        };
    }

    private static String shorten(String name) {
        BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(name);
        int last = 0;
        int count = 0;
        for (int end = graphemes.next(); end != BreakIterator.DONE; end = graphemes.next()) {
            count++;
            if (count == MOST_GRAPHEMES - 1) {
                last = end;
            }
            if (count > MOST_GRAPHEMES) {
                return name.substring(0, last) + "…";
            }
        }
        return name;
    }
}
