package org.simplesignin.client.theme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// Reads a theme, such as
///
/// ```json
/// {
///   "dark": {"panel": "#101820", "accent": "#ffc857", "on-accent": "#221a00"},
///   "light": {"accent": "#5b3a00"},
///   "fonts": ["Brand Sans", "Roboto"],
///   "fontFiles": [{"family": "Brand Sans", "file": "brand-sans-600.woff2", "weight": 600}],
///   "corner": 8,
///   "mark": "mark.svg"
/// }
/// ```
///
/// Every member may be left out. Files lie beside the theme. What is not known here is refused, because a misspelt
/// token would be a theme that nobody sees.
public final class ThemeFile {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST_MARK_BYTES = 64 * 1024;
    private static final int MOST_FONT_BYTES = 8 * 1024 * 1024;
    private static final int MOST_FONTS = 16;
    private static final int MOST_CORNER = 28;
    private static final Pattern FAMILY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 -]{0,47}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final List<String> MEMBERS = List.of("dark", "light", "fonts", "fontFiles", "corner", "mark");
    private static final byte[] WOFF2 = {'w', 'O', 'F', '2'};

    private final Path folder;

    private ThemeFile(Path folder) {
        this.folder = folder;
    }

    private record Tokens(
            @Nullable Map<String, String> dark,
            @Nullable Map<String, String> light,
            @Nullable List<String> fonts,
            @Nullable List<FontFile> fontFiles,
            @Nullable Integer corner,
            @Nullable String mark) {}

    private record FontFile(String family, String file, int weight) {}

    /// Returns the theme of this file.
    ///
    /// @throws UnusableException where it cannot be read, is not understood, or would be hard to read
    public static Theme read(Path file) throws UnusableException {
        Path absolute = file.toAbsolutePath();
        try {
            byte[] json = bytes(absolute, MOST_BYTES);
            Map<?, ?> members = Json.read(json, Map.class, MOST_BYTES);
            TreeSet<Object> unknown = new TreeSet<>(members.keySet());
            unknown.removeAll(MEMBERS);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(unknown + " is not known: there are " + MEMBERS);
            }
            Path folder = absolute.getParent();
            return new ThemeFile(folder == null ? absolute : folder).theme(Json.read(json, Tokens.class, MOST_BYTES));
        } catch (IOException | MalformedMessageException | IllegalArgumentException e) {
            throw new UnusableException("--theme: " + e.getMessage(), e);
        }
    }

    private Theme theme(Tokens tokens) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder css = new StringBuilder();
        if (tokens.mark() != null) {
            files.put("mark.svg", mark(tokens.mark()));
        }
        List<FontFile> fontFiles = tokens.fontFiles() == null ? List.of() : tokens.fontFiles();
        if (fontFiles.size() > MOST_FONTS) {
            throw new IllegalArgumentException("fontFiles: at most " + MOST_FONTS);
        }
        for (FontFile font : fontFiles) {
            String name = "font-" + files.size() + ".woff2";
            css.append(fontFace(font, name));
            files.put(name, woff2(font.file()));
        }
        css.append(rule(":root", declarations(tokens)));
        if (tokens.light() != null) {
            css.append("@media (prefers-color-scheme: light) {\n")
                    .append(rule(":root[data-form=\"tablet\"]", colours(Palette.LIGHT, tokens.light())))
                    .append("}\n");
        }
        return new Theme(css.toString(), files);
    }

    private static List<String> declarations(Tokens tokens) {
        List<String> declarations = new ArrayList<>();
        if (tokens.dark() != null) {
            declarations.addAll(colours(Palette.DARK, tokens.dark()));
        }
        if (tokens.fonts() != null && !tokens.fonts().isEmpty()) {
            declarations.add("--families: "
                    + tokens.fonts().stream().map(ThemeFile::family).collect(Collectors.joining(", ")) + ", system-ui");
        }
        if (tokens.corner() != null) {
            if (tokens.corner() < 0 || tokens.corner() > MOST_CORNER) {
                throw new IllegalArgumentException("corner: 0 to " + MOST_CORNER);
            }
            declarations.add("--corner: calc(%d * var(--dp))".formatted(tokens.corner()));
        }
        return declarations;
    }

    private static List<String> colours(Palette palette, Map<String, String> changes) {
        Map<String, String> all = palette.with(changes).hex();
        return changes.keySet().stream()
                .map(name -> "--" + name + ": " + all.get(name))
                .toList();
    }

    private static String rule(String selector, List<String> declarations) {
        return declarations.isEmpty() ? "" : selector + " {\n  " + String.join(";\n  ", declarations) + ";\n}\n";
    }

    private static String fontFace(FontFile font, String name) {
        if (font.weight() < 100 || font.weight() > 900) {
            throw new IllegalArgumentException("fontFiles: a weight is 100 to 900");
        }
        // A dialog is never painted twice for a font: what is late is used the next time.
        return "@font-face { font-family: %s; font-weight: %d; font-display: optional; src: url(/shell/theme/%s); }\n"
                .formatted(family(font.family()), font.weight(), name);
    }

    private static String family(String name) {
        if (!FAMILY.matcher(name).matches()) {
            throw new IllegalArgumentException("fonts: a family has letters, digits, spaces and hyphens, at most 48");
        }
        return '"' + name + '"';
    }

    private byte[] mark(String name) throws IOException {
        byte[] svg = bytes(beside(name), MOST_MARK_BYTES);
        if (!new String(svg, StandardCharsets.UTF_8).contains("<svg")) {
            throw new IllegalArgumentException("mark: give an SVG file");
        }
        return svg;
    }

    private byte[] woff2(String name) throws IOException {
        byte[] font = bytes(beside(name), MOST_FONT_BYTES);
        if (font.length < WOFF2.length || !java.util.Arrays.equals(font, 0, 4, WOFF2, 0, 4)) {
            throw new IllegalArgumentException(name + " is not a WOFF2 font");
        }
        return font;
    }

    private Path beside(String name) {
        if (!FILE.matcher(name).matches()) {
            throw new IllegalArgumentException("a file is named without folders, and lies beside the theme");
        }
        return folder.resolve(name);
    }

    private static byte[] bytes(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file.getFileName() + " is not there");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IllegalArgumentException(file.getFileName() + " is over " + most + " bytes");
            }
            return bytes;
        }
    }
}
