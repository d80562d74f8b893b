package org.simplesignin.client.theme;

import java.util.Map;
import java.util.Optional;

/// What the pages are served beside their own look: a style sheet that sets tokens, and the files it needs. Immutable;
/// made by [ThemeFile], which has checked it all.
public final class Theme {
    /// No theme: the pages look as they are built.
    public static final Theme NONE = new Theme("", Map.of());

    private final String css;
    private final Map<String, byte[]> files;

    Theme(String css, Map<String, byte[]> files) {
        this.css = css;
        this.files = Map.copyOf(files);
    }

    /// Returns the style sheet, empty for none.
    public String css() {
        return css;
    }

    /// Returns one of the files, or empty: `mark.svg`, `font-0.woff2`, `font-1.woff2` and so on.
    public Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }
}
