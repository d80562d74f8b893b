package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages say what the code says: examples are code that the build compiles or runs, and files that they name are
/// there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentationTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(?:java|js|ts)\\R(.*?)^```");
    private static final Pattern FILE = Pattern.compile("([\\w.-]+\\.(?:java|js|ts|css|jte|sh))`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private final List<Path> files = new ArrayList<>();
    private final Set<String> sources = new TreeSet<>();

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top).filter(file -> file.toString().endsWith(".md")).toList().stream();
        }
    }

    @BeforeAll
    void readTheSources() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean notOurs = name.equals("target") || name.equals(".git") || name.equals("demo-data");
                return notOurs ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                files.add(file);
                if (file.toString().matches(".*\\.(java|js|ts)")) {
                    sources.add(withoutIndentation(Files.readString(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static Stream<String> found(Pattern pattern, String page) {
        return pattern.matcher(page).results().map((MatchResult match) -> match.group(1));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyExampleIsCodeOfTheBuild(Path page) throws IOException {
        found(EXAMPLE, Files.readString(page)).forEach(example -> {
            String code = withoutIndentation(example);
            assertTrue(
                    sources.stream().anyMatch(source -> source.contains(code)),
                    () -> "in no source file of the build, line for line:\n" + example);
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFileAndLinkIsThere(Path page) throws IOException {
        Set<String> names =
                files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        String text = Files.readString(page);
        assertEquals(
                List.of(),
                found(FILE, text).filter(name -> !names.contains(name)).toList());
        assertEquals(
                List.of(),
                found(LINK, text)
                        .filter(target -> !Files.exists(page.resolveSibling(target)))
                        .toList());
    }

    @Test
    void readmeIsShort() throws IOException {
        assertTrue(Files.readAllLines(ROOT.resolve("README.md")).size() <= 120);
    }
}
