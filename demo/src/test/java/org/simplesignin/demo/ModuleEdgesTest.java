package org.simplesignin.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Who may import whom, as `docs/architecture.md` has it: by the poms and again by the classes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModuleEdgesTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "tokens", Set.of(),
            "protocol", Set.of(),
            "sdk", Set.of("protocol"),
            "sdk-js", Set.of(),
            "client", Set.of("protocol", "tokens"),
            "server", Set.of("protocol", "tokens"),
            "openid-provider", Set.of(),
            "sample", Set.of("sdk", "sdk-js", "tokens", "protocol"),
            "demo", Set.of("server", "client", "sample", "protocol"),
            "bench", Set.of("tokens"));

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

    /** sdk-js has no classes; bench and openid-provider are on nobody's class path: their poms are looked at alone. */
    static Set<String> javaModules() {
        Set<String> modules = new TreeSet<>(ALLOWED.keySet());
        modules.remove("sdk-js");
        modules.remove("bench");
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

    private static Set<String> compileEdges(Path pom) throws Exception {
        Set<String> edges = new TreeSet<>();
        NodeList nodes = parse(pom).getElementsByTagName("dependency");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element dependency = (Element) nodes.item(i);
            if (text(dependency, "groupId").equals("org.simplesignin")
                    && !text(dependency, "scope").equals("test")) {
                edges.add(text(dependency, "artifactId"));
            }
        }
        return edges;
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
