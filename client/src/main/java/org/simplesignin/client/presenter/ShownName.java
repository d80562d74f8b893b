package org.simplesignin.client.presenter;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What may be shown of a login name: all of it, or with "Hide account names on this screen" its first and last letter
/// and its domain, and more letters only until two entries differ. The shell's pages do the same in `mask.js`; a test
/// compares the two. Printing it shows nothing.
///
/// @param text for the eye, on at most two lines, as text
/// @param start the letters before the dots, for a voice that cannot say dots; the whole text where it is not masked
/// @param end the letter after them, or empty
/// @param domain what follows the `@`, or empty
public record ShownName(String text, String start, String end, String domain, boolean masked) {
    private static final String DOTS = "•••";

    /// Refuses absent members with a [NullPointerException].
    public ShownName {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(domain, "domain");
    }

    @Override
    public String toString() {
        return "ShownName[[redacted]]";
    }

    /// Returns names that are shown whole.
    public static List<ShownName> whole(List<String> names) {
        return names.stream()
                .map(name -> new ShownName(name, name, "", "", false))
                .toList();
    }

    /// Returns masked names; two that differ still do.
    public static List<ShownName> masked(List<String> names) {
        List<Parts> parts = names.stream().map(Parts::of).toList();
        // Of one letter nothing is shown, of two the first: first and last would be the whole.
        int[] shown = parts.stream()
                .mapToInt(part -> Math.clamp(part.letters().size() - 1L, 0, 1))
                .toArray();
        while (true) {
            List<ShownName> masked = new ArrayList<>();
            for (int i = 0; i < shown.length; i++) {
                masked.add(parts.get(i).shown(shown[i]));
            }
            List<Integer> more = new ArrayList<>();
            for (int i = 0; i < shown.length; i++) {
                if (shown[i] < parts.get(i).letters().size() && collides(i, names, masked)) {
                    more.add(i);
                }
            }
            if (more.isEmpty()) {
                return List.copyOf(masked);
            }
            more.forEach(i -> shown[i]++);
        }
    }

    private static boolean collides(int at, List<String> names, List<ShownName> masked) {
        for (int other = 0; other < names.size(); other++) {
            if (masked.get(other).text().equals(masked.get(at).text())
                    && !names.get(other).equals(names.get(at))) {
                return true;
            }
        }
        return false;
    }

    private record Parts(List<String> letters, String domain) {
        // "@" at the start or the end leaves no local part or no domain: then it is no address, and all of it is
        // masked.
        static Parts of(String name) {
            int at = name.lastIndexOf('@');
            boolean address = at > 0 && at < name.length() - 1;
            return new Parts(graphemes(address ? name.substring(0, at) : name), address ? name.substring(at + 1) : "");
        }

        private static List<String> graphemes(String text) {
            BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
            breaks.setText(text);
            List<String> letters = new ArrayList<>();
            int start = 0;
            for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
                letters.add(text.substring(start, end));
                start = end;
            }
            return letters;
        }

        ShownName shown(int count) {
            boolean whole = count >= letters.size();
            String start = String.join("", letters.subList(0, count));
            String end = whole || letters.size() < 3 ? "" : letters.getLast();
            String tail = domain.isEmpty() ? "" : "@" + domain;
            return new ShownName(start + (whole ? "" : DOTS) + end + tail, start, end, domain, !whole);
        }
    }
}
