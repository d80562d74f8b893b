package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Which tests continuous integration may run a second time (`.ci/verify`): those with the tags `browser` and
/// `process`.
/// Each class that opens a browser or starts a process says so, and nothing else may: a race that is lost once in a
/// hundred times is a fault, and a second run would hide it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TagsTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final String OURS = "org.simplesignin.";

    /// What each tag stands for: whoever has one of these in hand, also by way of other classes of ours.
    private static final Map<String, Set<String>> MEANT = Map.of(
            "browser", Set.of("com.microsoft.playwright.Playwright", "com.microsoft.playwright.BrowserType"),
            "process", Set.of("java.lang.Process", "java.lang.ProcessBuilder"));

    /// Where nothing is ever run again.
    private static final Set<String> NEVER_AGAIN =
            Set.of(OURS + "tokens.", OURS + "server.soak.", OURS + "server.storage.");

    /// Classes outside of those packages that start a process and are not run again: they look for what a kill leaves
    /// on the disk, which may be wrong once in a hundred times; the last one waits for the JDK's own `keytool`.
    private static final Set<String> NEVER_AGAIN_EITHER = Set.of(
            OURS + "client.FactoryResetKillTest",
            OURS + "client.metric.MetricQueueTest",
            OURS + "server.closing.ClosingTest",
            OURS + "server.mail.SmtpMailSenderTest");

    private final Map<String, Set<String>> tagged = new TreeMap<>();
    private final Map<String, Set<String>> used = new TreeMap<>();

    @BeforeAll
    void readTheClasses() throws IOException {
        for (JavaClass type : new ClassFileImporter().importPaths(compiled())) {
            // The names that Surefire looks for.
            if (type.getName().startsWith(OURS)
                    && type.getSimpleName().matches(".*(Test|Properties)")
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                tagged.put(type.getName(), tags(type));
                used.put(type.getName(), uses(type));
            }
        }
    }

    /// Returns the classes of every module that has tests: a process may be started by way of what is tested.
    private static List<Path> compiled() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> tests = modules.filter(module -> Files.exists(module.resolve("src/test/java")))
                    .map(module -> module.resolve("target/test-classes"))
                    .toList();
            for (Path classes : tests) {
                assertTrue(Files.exists(classes), () -> classes + " is missing: build all modules");
            }
            return tests.stream()
                    .flatMap(classes -> Stream.of(classes, classes.resolveSibling("classes")))
                    .toList();
        }
    }

    private static Set<String> tags(JavaClass test) {
        return Stream.concat(Stream.of(test), test.getAllRawSuperclasses().stream())
                .flatMap(type -> Stream.<HasAnnotations<?>>concat(Stream.of(type), type.getMethods().stream()))
                .flatMap(annotated -> annotated.getAnnotations().stream())
                .flatMap(TagsTest::values)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> values(JavaAnnotation<?> annotation) {
        Object value = annotation.get("value").orElse("");
        return switch (annotation.getRawType().getName()) {
            case "org.junit.jupiter.api.Tag" -> Stream.of((String) value);
            case "org.junit.jupiter.api.Tags" ->
                Stream.of((JavaAnnotation<?>[]) value).flatMap(TagsTest::values);
            default -> Stream.of();
        };
    }

    private static Set<String> uses(JavaClass test) {
        Set<String> reached = reached(test);
        return MEANT.entrySet().stream()
                .filter(tag -> tag.getValue().stream().anyMatch(reached::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> reached(JavaClass test) {
        Deque<JavaClass> open = new ArrayDeque<>(Set.of(test));
        Set<String> reached = new HashSet<>();
        while (!open.isEmpty()) {
            open.pop().getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass next = dependency.getTargetClass();
                if (reached.add(next.getName()) && next.getName().startsWith(OURS)) {
                    open.push(next);
                }
            });
        }
        return reached;
    }

    private static boolean isNeverRunAgain(String test) {
        return NEVER_AGAIN.stream().anyMatch(test::startsWith)
                || NEVER_AGAIN_EITHER.contains(test)
                || test.contains("Race");
    }

    private static Set<String> allowed(String test, Set<String> uses) {
        return isNeverRunAgain(test) ? Set.of() : uses;
    }

    @Test
    void everyTestIsTaggedWithWhatItUsesAndWithNothingElse() {
        Map<String, String> wrong = new TreeMap<>();
        used.forEach((test, uses) -> {
            if (!allowed(test, uses).equals(tagged.get(test))) {
                wrong.put(test, "has the tags " + tagged.get(test) + ", uses " + uses);
            }
        });
        assertEquals(Map.of(), wrong);
    }

    @Test
    void testsThatAreKnownToUseABrowserOrAProcessAreSeen() {
        assertEquals(Set.of("browser"), used.get(OURS + "client.shell.pages.BackTest"));
        assertEquals(Set.of("browser", "process"), used.get(OURS + "server.oidc.RealProviderTest"));
        assertEquals(Set.of("process"), used.get(OURS + "demo.FaultsTest"));
        assertEquals(Set.of("process"), used.get(OURS + "server.soak.RevocationSoakTest"));
        assertEquals(Set.of(), used.get(OURS + "server.link.MintingTest"));
    }

    @Test
    void classesThatAreNeverRunAgainAreThere() {
        assertTrue(tagged.keySet().containsAll(NEVER_AGAIN_EITHER), tagged::toString);
        for (String start : NEVER_AGAIN) {
            assertTrue(tagged.keySet().stream().anyMatch(test -> test.startsWith(start)), start);
        }
    }
}
