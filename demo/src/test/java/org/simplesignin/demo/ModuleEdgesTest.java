package org.simplesignin.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Who may import whom, as the table in `docs/architecture.md` has it: by the poms and again by the classes. And what
/// those who copy `tokens`, `protocol` or `sdk` into a program of theirs get with it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModuleEdgesTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*\\|([^|]*)\\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");
    private static final int JAVA_17 = 61;

    /// Each module with those that it may use.
    private static final Map<String, Set<String>> ALLOWED = table();

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.simplesignin");

    @Test
    void everyModuleDependsOnNoMoreThanTheTableAllows() throws Exception {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String module : modulesOf(ROOT.resolve("pom.xml"))) {
            found.put(module, compileEdges(ROOT.resolve(module).resolve("pom.xml")));
        }

        found.forEach((module, edges) -> {
            Set<String> forbidden = new TreeSet<>(edges);
            forbidden.removeAll(ALLOWED.getOrDefault(module, Set.of()));
            assertEquals(Set.of(), forbidden, module + " must not depend on these");
        });
        assertEquals(new TreeSet<>(ALLOWED.keySet()), new TreeSet<>(found.keySet()), "every module has its row");
    }

    @ParameterizedTest
    @MethodSource("javaModules")
    void noClassReachesIntoAModuleItMustNotKnow(String module) {
        Set<String> allowed = ALLOWED.getOrDefault(module, Set.of());
        String[] forbidden = javaModules().stream()
                .filter(other -> !other.equals(module) && !allowed.contains(other))
                .map(other -> "org.simplesignin." + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("org.simplesignin." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(classes);
    }

    /// What an app or a partner's backend takes with it; the parent adds annotations for the compiler, nothing else.
    @ParameterizedTest
    @CsvSource({
        "tokens, com.nimbusds:nimbus-jose-jwt",
        "protocol, tools.jackson.core:jackson-databind",
        "sdk, org.simplesignin:protocol",
        "., org.jspecify:jspecify (provided)"
    })
    void whatOthersEmbedHasOneDependencyAtRunTime(String module, String only) throws Exception {
        assertEquals(Set.of(only), dependenciesBeyondTests(ROOT.resolve(module).resolve("pom.xml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "protocol", "sdk"})
    void whatOthersEmbedRunsOnJava17(String module) throws Exception {
        List<Path> compiled;
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("target/classes"))) {
            compiled = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        assertTrue(compiled.size() > 1, "nothing was compiled in " + module);
        for (Path file : compiled) {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                in.skipNBytes(6); // CAFEBABE and the minor version
                assertEquals(JAVA_17, in.readUnsignedShort(), file.toString());
            }
        }
    }

    @Test
    void whatAppsSayKnowsNothingOfWhatDevicesSay() {
        noClasses()
                .that()
                .resideInAPackage("org.simplesignin.protocol")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.simplesignin.protocol.device")
                .check(classes);
    }

    /** sdk-js has no classes; bench, testing and openid-provider are on nobody's class path: only poms are looked at. */
    static Set<String> javaModules() {
        Set<String> modules = new TreeSet<>(ALLOWED.keySet());
        modules.remove("sdk-js");
        modules.remove("bench");
        modules.remove("testing");
        modules.remove("openid-provider");
        return modules;
    }

    private static Set<String> modulesOf(Path pom) throws Exception {
        Set<String> modules = new TreeSet<>();
        NodeList nodes = parse(pom).getElementsByTagName("module");
        for (int i = 0; i < nodes.getLength(); i++) {
            modules.add(nodes.item(i).getTextContent());
        }
        return modules;
    }

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        try {
            String page = Files.readString(ROOT.resolve("docs/architecture.md"));
            String modules = page.substring(page.indexOf("## Modules"), page.indexOf("Client and server never"));
            ROW.matcher(modules)
                    .results()
                    .forEach(row -> allowed.put(
                            row.group(1),
                            NAME.matcher(row.group(2))
                                    .results()
                                    .map(name -> name.group(1))
                                    .collect(Collectors.toSet())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return allowed;
    }

    private static Set<String> compileEdges(Path pom) throws Exception {
        return dependenciesBeyondTests(pom).stream()
                .filter(dependency -> dependency.startsWith("org.simplesignin:"))
                .map(dependency -> dependency.substring(dependency.indexOf(':') + 1))
                .collect(Collectors.toSet());
    }

    /// Returns `group:artifact`, followed by the scope where it is not the usual one.
    private static Set<String> dependenciesBeyondTests(Path pom) throws Exception {
        Set<String> found = new TreeSet<>();
        NodeList nodes = (NodeList) XPathFactory.newDefaultInstance()
                .newXPath()
                .evaluate(
                        "(/project|/project/profiles/profile)/dependencies/dependency[not(scope = 'test')]",
                        parse(pom),
                        XPathConstants.NODESET);
        for (int i = 0; i < nodes.getLength(); i++) {
            Element dependency = (Element) nodes.item(i);
            String scope = text(dependency, "scope");
            found.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId")
                    + (scope.isEmpty() ? "" : " (" + scope + ")"));
        }
        return found;
    }

    private static String text(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent();
    }

    private static Element parse(Path pom) throws Exception {
        if (!Files.exists(pom)) {
            throw new IOException("no pom at " + pom);
        }
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }
}
