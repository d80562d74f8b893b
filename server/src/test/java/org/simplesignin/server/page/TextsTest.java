package org.simplesignin.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.Json;

final class TextsTest {
    private static final Pattern KEY = Pattern.compile("\"([a-z][A-Za-z0-9]*(?:\\.[A-Za-z0-9_-]+)+)\"");
    /// The beginning of a key that a template or a class puts together.
    private static final Pattern PREFIX = Pattern.compile("\"([a-z][A-Za-z]*\\.)\"");
    private static final Pattern SAID = Pattern.compile("(?:say|text)\\(\"([^\"]+)\"");

    private final Page page = new Page(Texts.read("en-US"), Assets.read(), "/links", Optional.empty(), null);

    private static Path root() {
        return Path.of(System.getProperty("root.dir"), "server", "src", "main");
    }

    private static String allOf(Path directory, String ending) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ending)).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void everyTextThatATemplateSaysIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String key : found(SAID, allOf(root().resolve("jte"), ".jte"))) {
            if (!key.endsWith(".") && !page.has(key)) {
                missing.add(key);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyTextIsSaidSomewhere() throws Exception {
        String places = allOf(root().resolve("jte"), ".jte") + allOf(root().resolve("java"), ".java");
        Set<String> said = found(KEY, places);
        Set<String> prefixes = found(PREFIX, places);
        Set<String> unsaid = new TreeSet<>();
        for (Object key : Json.read(
                        Files.readAllBytes(
                                root().resolve("resources/org/simplesignin/server/page/messages/en-US.json")),
                        java.util.Map.class,
                        256 * 1024)
                .keySet()) {
            String text = (String) key;
            boolean composed = prefixes.stream().anyMatch(text::startsWith);
            if (!composed && !said.contains(text)) {
                unsaid.add(text);
            }
        }
        assertEquals(Set.of(), unsaid);
    }

    @Test
    void argumentsAreEscapedAndIsolated() {
        assertEquals("Hello, <bdi>&lt;b&gt;\"Eve\"&lt;/bdi&gt;</bdi>", said("home.hello", "name", "<b>\"Eve\"</bdi>"));
    }

    @Test
    void directionsOfOthersAreLeftOut() {
        assertEquals("Hello, <bdi>evlA</bdi>", said("home.hello", "name", "ev\u202El\u0007A\u2028\u2069\u200F"));
        assertEquals("Device \u2068TV\u2069", page.text("device.title", "device", "\u2069\u202ET\u0000V"));
    }

    @Test
    void timesAreWrittenWithTheirDate() {
        Instant time = Instant.parse("2026-03-01T12:05:06.789Z");

        assertEquals("<time datetime=\"2026-03-01T12:05:06Z\">1 Mar 2026, 12:05 UTC</time>", drawn(page.time(time)));
        assertEquals("<time datetime=\"2026-03-01T12:05:06Z\" class=\"day\">1 Mar 2026</time>", drawn(page.day(time)));
    }

    @Test
    void missingTextArgumentAndAssetAreFaults() {
        assertThrows(IllegalArgumentException.class, () -> page.text("no.such"));
        assertThrows(IllegalArgumentException.class, () -> page.text("home.hello"));
        assertThrows(IllegalArgumentException.class, () -> page.text("home.hello", "name"));
        assertThrows(IllegalArgumentException.class, () -> page.asset("none.js"));
        assertThrows(IllegalStateException.class, page::csrf);
        assertThrows(IllegalStateException.class, () -> Texts.read("tlh"));
        assertFalse(page.isSignedIn());
        assertTrue(page.isAt("/links"));
        assertFalse(page.isAt("/"));
    }

    private String said(String key, Object... arguments) {
        return drawn(page.say(key, arguments));
    }

    private static String drawn(gg.jte.Content content) {
        StringOutput output = new StringOutput();
        content.writeTo(new OwaspHtmlTemplateOutput(output));
        return output.toString();
    }
}
