package org.simplesignin.client.theme;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The colours of one scheme, all of them, with the contrasts that people of weak sight need at ten feet: 7 : 1 for
/// every text of a dialog (WCAG 2.2, 1.4.6) and 3 : 1 for the ring around what has the focus (1.4.11).
final class Palette {
    /// Those of `theme.css`; a test compares the two.
    static final Palette DARK = new Palette(Map.ofEntries(
            Map.entry("ink", "#0b111d"),
            Map.entry("ink-glow", "#14283a"),
            Map.entry("panel", "#141c2b"),
            Map.entry("side", "#1b2537"),
            Map.entry("raised", "#2a364c"),
            Map.entry("line", "#35425a"),
            Map.entry("text", "#f2f5fa"),
            Map.entry("soft", "#c9d2e0"),
            Map.entry("accent", "#93e6cf"),
            Map.entry("on-accent", "#07231b"),
            Map.entry("ring", "#f2f5fa"),
            Map.entry("warn", "#ffd9a0")));

    /// Those of `theme.css` on a light screen.
    static final Palette LIGHT = new Palette(Map.ofEntries(
            Map.entry("ink", "#e4eaf2"),
            Map.entry("ink-glow", "#d3e7e6"),
            Map.entry("panel", "#f7f9fc"),
            Map.entry("side", "#eaeff6"),
            Map.entry("raised", "#d9e1ec"),
            Map.entry("line", "#b6c2d3"),
            Map.entry("text", "#0f1726"),
            Map.entry("soft", "#333f52"),
            Map.entry("accent", "#06574a"),
            Map.entry("on-accent", "#f7f9fc"),
            Map.entry("ring", "#0f1726"),
            Map.entry("warn", "#5c3500")));

    private static final double TEXT = 7;
    private static final double RING = 3;

    private record Pair(String front, String behind, double least) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("text", "panel", TEXT),
            new Pair("text", "side", TEXT),
            new Pair("text", "raised", TEXT),
            new Pair("text", "ink", TEXT),
            new Pair("text", "ink-glow", TEXT),
            new Pair("soft", "panel", TEXT),
            new Pair("soft", "side", TEXT),
            new Pair("soft", "ink", TEXT),
            new Pair("soft", "ink-glow", TEXT),
            new Pair("warn", "panel", TEXT),
            new Pair("warn", "ink", TEXT),
            new Pair("on-accent", "accent", TEXT),
            new Pair("ring", "panel", RING),
            new Pair("ring", "side", RING),
            new Pair("ring", "ink", RING),
            new Pair("accent", "panel", RING),
            new Pair("accent", "ink", RING));

    private final Map<String, Colour> colours;

    private Palette(Map<String, String> colours) {
        this.colours = new LinkedHashMap<>();
        new TreeMap<>(colours).forEach((name, hex) -> this.colours.put(name, new Colour(hex)));
    }

    /// Returns this palette with some colours changed.
    ///
    /// @throws IllegalArgumentException where a name or a colour is unknown, or a pair can no longer be told apart
    Palette with(Map<String, String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(hex());
        changes.forEach((name, colour) -> {
            if (!colours.containsKey(name)) {
                throw new IllegalArgumentException(
                        name + " is not a colour: there are " + String.join(", ", hex().keySet()));
            }
            changed.put(name, colour);
        });
        Palette palette = new Palette(changed);
        PAIRS.forEach(palette::check);
        return palette;
    }

    private void check(Pair pair) {
        double contrast = colour(pair.front()).contrastTo(colour(pair.behind()));
        if (contrast < pair.least()) {
            throw new IllegalArgumentException("%s on %s has a contrast of %.1f, and %.0f is the least"
                    .formatted(pair.front(), pair.behind(), contrast, pair.least()));
        }
    }

    private Colour colour(String name) {
        Colour colour = colours.get(name);
        if (colour == null) {
            throw new IllegalArgumentException("no colour " + name);
        }
        return colour;
    }

    /// Returns the colours by name, in the order of their names.
    Map<String, String> hex() {
        Map<String, String> hex = new LinkedHashMap<>();
        colours.forEach((name, colour) -> hex.put(name, colour.hex()));
        return hex;
    }
}
