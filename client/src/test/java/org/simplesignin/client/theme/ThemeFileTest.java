package org.simplesignin.client.theme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.device.UnusableException;

final class ThemeFileTest {
    @TempDir
    private Path folder;

    private Theme read(String json) throws Exception {
        return ThemeFile.read(Files.writeString(folder.resolve("theme.json"), json));
    }

    private void assertRefused(String advice, String json) {
        String message = String.valueOf(
                assertThrows(UnusableException.class, () -> read(json), json).getMessage());
        assertTrue(message.startsWith("--theme: ") && message.contains(advice), message);
    }

    @Test
    void emptyThemeChangesNothing() throws Exception {
        assertEquals("", read("{}").css());
        assertEquals("", Theme.NONE.css());
    }

    @Test
    void tokensBecomeAStyleSheet() throws Exception {
        String css = read("""
                {"dark": {"accent": "#ffc857", "on-accent": "#221a00"}, "light": {"accent": "#5b3a00"},
                 "fonts": ["Brand Sans", "Roboto"], "corner": 8}""").css();
        assertTrue(css.contains("--accent: #ffc857;"), css);
        assertTrue(css.contains("--families: \"Brand Sans\", \"Roboto\", system-ui;"), css);
        assertTrue(css.contains("--corner: calc(8 * var(--dp));"), css);
        assertTrue(css.contains("@media (prefers-color-scheme: light)") && css.contains("--accent: #5b3a00;"), css);
    }

    @Test
    void markAndFontsLieBesideTheTheme() throws Exception {
        Files.writeString(folder.resolve("mark.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        byte[] font = "wOF2-and-more".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("brand.woff2"), font);
        Theme theme = read(
                "{\"mark\": \"mark.svg\", \"fontFiles\": [{\"family\": \"Brand\", \"file\": \"brand.woff2\", \"weight\": 600}]}");
        assertTrue(theme.file("mark.svg").isPresent());
        assertArrayEquals(font, theme.file("font-1.woff2").orElseThrow());
        assertTrue(theme.css().contains("url(/shell/theme/font-1.woff2)"), theme.css());
        assertTrue(theme.file("theme.json").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"soft,#6b7280", "text,#141c2b", "accent,#0b111d", "on-accent,#93e6cf", "ring,#1b2537", "panel,#c9d2e0"})
    void whatIsHardToReadIsRefusedWithThePair(String token, String colour) {
        assertRefused("has a contrast of", "{\"dark\": {\"%s\": \"%s\"}}".formatted(token, colour));
    }

    @Test
    void lightScreensAreJudgedForThemselves() {
        assertRefused("text on panel", "{\"light\": {\"text\": \"#f2f5fa\"}}");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertRefused("there are", "{\"colours\": {}}");
        assertRefused("there are", "{\"dark\": {\"background\": \"#000000\"}}");
        assertRefused("#rrggbb", "{\"dark\": {\"panel\": \"red; } body { display: none\"}}");
        assertRefused("#rrggbb", "{\"dark\": {\"panel\": \"#fff\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url(https://evil.example/x.png)",
                "url(#x)",
                "var(--text)",
                "rgb(0 0 0)",
                "#10182g",
                "#101820; background: url(x)",
                "#101820\\n",
                "transparent",
                ""
            })
    void coloursThatAreNoColoursAreRefused(String colour) {
        assertRefused("#rrggbb", "{\"dark\": {\"panel\": \"%s\"}}".formatted(colour));
        assertRefused("#rrggbb", "{\"light\": {\"panel\": \"%s\"}}".formatted(colour));
    }

    @Test
    void whatIsTooLongOrTooMuchIsRefused() throws Exception {
        assertRefused("16384 bytes", "{\"fonts\": [\"" + "a".repeat(17_000) + "\"]}");
        assertRefused("at most 48", "{\"fonts\": [\"" + "a".repeat(49) + "\"]}");
        assertRefused("a family has", "{\"fonts\": [\"url(x)\"]}");
        assertRefused(
                "fontFiles: at most 16",
                "{\"fontFiles\": ["
                        + "{\"family\": \"a\", \"file\": \"a\", \"weight\": 400},".repeat(16)
                        + "{\"family\": \"a\", \"file\": \"a\", \"weight\": 400}]}");
        Files.write(folder.resolve("large.svg"), "<svg/>".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        assertRefused("over 65536 bytes", "{\"mark\": \"large.svg\"}");
    }

    @Test
    void membersOfAnotherKindAreRefused() {
        for (String json : new String[] {
            "[]",
            "\"\"",
            "{\"corner\": \"8px\"}",
            "{\"dark\": []}",
            "{\"fonts\": \"Brand\"}",
            "{\"mark\": 5}",
            "{\"fontFiles\": [5]}"
        }) {
            assertRefused("", json);
        }
    }

    @Test
    void namesThatWouldLeaveTheirPlaceAreRefused() throws Exception {
        Files.writeString(folder.resolve("page.svg"), "<html>");
        assertRefused("a family has", "{\"fonts\": [\"Brand\\\"; } * { color: red\"]}");
        assertRefused("without folders", "{\"mark\": \"../mark.svg\"}");
        assertRefused("without folders", "{\"mark\": \"/etc/passwd\"}");
        assertRefused("is not there", "{\"mark\": \"none.svg\"}");
        assertRefused("SVG", "{\"mark\": \"page.svg\"}");
        assertRefused("WOFF2", "{\"fontFiles\": [{\"family\": \"Brand\", \"file\": \"page.svg\", \"weight\": 400}]}");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused("corner: 0 to 28", "{\"corner\": 29}");
        assertRefused("corner: 0 to 28", "{\"corner\": -1}");
        assertRefused(
                "a weight", "{\"fontFiles\": [{\"family\": \"Brand\", \"file\": \"a.woff2\", \"weight\": 1000}]}");
    }

    @Test
    void fileThatIsNotThereIsRefused() {
        assertThrows(UnusableException.class, () -> ThemeFile.read(folder.resolve("none.json")));
        assertRefused("theme", "not json");
    }

    @Test
    void palettesAreThoseOfTheStyleSheetAndPassTheirOwnTest() throws Exception {
        try (InputStream in =
                ThemeFileTest.class.getResourceAsStream("/org/simplesignin/client/shell/pages/theme.css")) {
            String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int light = css.indexOf("prefers-color-scheme: light");
            assertEquals(Palette.DARK.hex(), colours(css.substring(0, light)));
            assertEquals(Palette.LIGHT.hex(), colours(css.substring(light)));
        }
        assertEquals(Palette.DARK.hex(), Palette.DARK.with(Map.of()).hex());
        assertEquals(Palette.LIGHT.hex(), Palette.LIGHT.with(Map.of()).hex());
        assertFalse(Palette.DARK.hex().isEmpty());
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new TreeMap<>();
        var token = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});").matcher(css);
        while (token.find()) {
            colours.putIfAbsent(token.group(1), token.group(2));
        }
        return new LinkedHashMap<>(colours);
    }
}
