package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// The pages as files: their weight, their texts, and what must not stand in them.
class PageFilesTest {
    private static final int MOST_BYTES = 60 * 1024;

    private static Map<String, String> files() throws Exception {
        Path folder = Path.of(PageFilesTest.class
                        .getResource("/org/simplesignin/client/shell/pages/shell.html")
                        .toURI())
                .getParent();
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.endsWith(".class")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    private static int gzipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.size();
    }

    @Test
    void dialogWeighsAtMost60KilobytesGzip() throws Exception {
        Map<String, String> files = files();
        Set<String> parts = partsOf("dialog.html", files);
        assertTrue(parts.containsAll(Set.of("dialog.html", "dialog.css", "dialog.js", "text.js")), parts::toString);
        int heaviest = files.keySet().stream()
                .filter(name -> name.startsWith("messages/"))
                .mapToInt(name -> gzipped(files.get(name)))
                .max()
                .orElseThrow();
        int sum = heaviest
                + parts.stream().mapToInt(name -> gzipped(files.get(name))).sum();
        System.out.println("a dialog: " + sum + " bytes gzip in " + (parts.size() + 1) + " files");
        assertTrue(sum <= MOST_BYTES, () -> sum + " bytes");
    }

    /// The files that a page refers to, and those that they import.
    private static Set<String> partsOf(String name, Map<String, String> files) {
        Set<String> parts = new TreeSet<>(Set.of(name));
        var referred = Pattern.compile("(?:/shell/pages/|from \"\\./)([A-Za-z-]+\\.[a-z]+)")
                .matcher(files.get(name));
        while (referred.find()) {
            if (files.containsKey(referred.group(1))) {
                parts.addAll(partsOf(referred.group(1), files));
            }
        }
        return parts;
    }

    @Test
    void noFileNeedsWhatThePolicyForbidsOrMakesMarkupOfText() throws Exception {
        files().forEach((name, text) -> {
            for (String forbidden : List.of(
                    "innerHTML",
                    "outerHTML",
                    "insertAdjacentHTML",
                    "document.write",
                    "eval(",
                    "new Function",
                    "localStorage",
                    "sessionStorage",
                    "document.cookie",
                    "indexedDB",
                    "<style",
                    " style=",
                    "javascript:",
                    "https://",
                    "console.log")) {
                assertFalse(text.contains(forbidden), () -> name + " has " + forbidden);
            }
            assertFalse(Pattern.compile("<script(?![^>]*src=)").matcher(text).find(), name);
            assertFalse(Pattern.compile("<[a-z]+[^>]* on[a-z]+=").matcher(text).find(), name);
        });
    }

    @Test
    void sizesComeFromTheUnitOfTheScreen() throws Exception {
        // In the TV form everything scales; pixels are for tablets, for the unseen and for forced colours.
        for (String name : List.of("shell.css", "dialog.css", "theme.css")) {
            String rules = files().get(name)
                    .replaceAll("(?s)/\\*.*?\\*/", "")
                    .replaceAll("(?s)@media \\(forced-colors.*?\\n}", "")
                    .replaceAll("@media[^{]*\\{", "");
            for (String rule : rules.split("}", -1)) {
                String selector = rule.substring(0, Math.max(rule.indexOf('{'), 0));
                boolean fixed = Pattern.compile("[1-9][0-9]*px").matcher(rule).find();
                assertTrue(!fixed || selector.contains("tablet") || selector.contains(".unseen"), rule);
            }
        }
    }

    @Test
    void everyMessageIsUsedAndEveryUsedMessageIsThere() throws Exception {
        Set<String> there = new TreeSet<>(Messages.english().keySet());
        String code = files().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".js"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
        Set<String> used = new TreeSet<>();
        for (String key : there) {
            boolean whole = code.contains("\"" + key + "\"");
            boolean family = Stream.of(
                            "masked.",
                            "result.",
                            "profile.",
                            "consent.title",
                            "selection.title",
                            "home.child",
                            "home.guest")
                    .anyMatch(key::startsWith);
            if (whole || family) {
                used.add(key);
            }
        }
        assertEquals(there, used);
        var calls = Pattern.compile("(?:say|nodes)\\(\"([A-Za-z.]+)\"").matcher(code);
        while (calls.find()) {
            assertTrue(there.contains(calls.group(1)), calls.group(1));
        }
    }

    @Test
    void everyLanguageIsOfferedByItsName() throws Exception {
        var offered = Pattern.compile("\\[\"([A-Za-z-]+)\", \"[^\"]+\"]").matcher(files().get("languages.js"));
        assertEquals(
                Messages.languages(),
                offered.results().map(found -> found.group(1)).sorted().toList());
    }
}
