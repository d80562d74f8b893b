import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// What Surefire's reports of all modules say, for `.ci/verify`.
///
/// `failed DIR` prints the classes that had a failed test, in the form that `-Dtest` takes. `judge DIR` prints the tests
/// that failed and, as the last lines, those that passed the second time; it ends with 1 where a test failed for good.
/// Reports of a first run lie in `MODULE/target/first-reports` where there was a second one, whose reports are then in
/// `MODULE/target/surefire-reports`.
final class Reports {
    private static final int LINES_SHOWN = 4;
    private static final int CHARS_SHOWN = 600;

    /// The outcome of each test of a run by its name, `Class.method`: empty where it passed, else what it failed with.
    /// Several results under one name, as those of a parameterized test are, count as failed where one of them did.
    private record Run(Map<String, String> outcomes, Set<String> classesOfFailed) {
        Set<String> failed() {
            return outcomes.keySet().stream()
                    .filter(test -> !passed(test))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        boolean passed(String test) {
            return "".equals(outcomes.get(test));
        }
    }

    private Reports() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path root = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "failed" -> out.println(String.join(",", read(root, "surefire-reports").classesOfFailed()));
            case "judge" -> System.exit(judge(root, out) ? 0 : 1);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static boolean judge(Path root, PrintStream out) throws Exception {
        Run last = read(root, "surefire-reports");
        Run first = read(root, "first-reports");
        boolean hadSecond = !first.outcomes().isEmpty();
        Set<String> silent = silentModules(root, hadSecond ? "first-reports" : "surefire-reports");
        Map<String, String> failed = new TreeMap<>();
        last.failed().forEach(test -> failed.put(test, last.outcomes().get(test)));
        Set<String> flaky = new TreeSet<>();
        for (String test : first.failed()) {
            if (passedAgain(test, last)) {
                flaky.add(test);
            } else {
                failed.putIfAbsent(test, first.outcomes().get(test));
            }
        }
        silent.forEach(module -> out.println("No test of the module " + module + " left a report"));
        if (!failed.isEmpty()) {
            out.println("Failed tests:");
            failed.forEach((test, failure) -> out.println(test + "\n" + shortened(failure)));
        }
        flaky.forEach(test -> out.println("flaky (passed the second time): " + test));
        return failed.isEmpty() && silent.isEmpty();
    }

    /// A class that failed as a whole, before or after its tests, passed when all of its tests did.
    private static boolean passedAgain(String test, Run second) {
        if (second.outcomes().containsKey(test)) {
            return second.passed(test);
        }
        Set<String> ofClass = second.outcomes().keySet().stream()
                .filter(other -> other.startsWith(test + "."))
                .collect(Collectors.toSet());
        return !ofClass.isEmpty() && ofClass.stream().allMatch(second::passed);
    }

    private static Run read(Path root, String directory) throws Exception {
        Run run = new Run(new TreeMap<>(), new TreeSet<>());
        for (Path module : modules(root)) {
            Path reports = module.resolve("target").resolve(directory);
            if (Files.isDirectory(reports)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
                    for (Path file : files) {
                        add(file, run);
                    }
                }
            }
        }
        return run;
    }

    private static void add(Path file, Run run) throws IOException, SAXException, ParserConfigurationException {
        NodeList cases;
        try (InputStream in = Files.newInputStream(file)) {
            cases = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getElementsByTagName("testcase");
        }
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            if (test.getElementsByTagName("skipped").getLength() > 0) {
                continue;
            }
            String type = test.getAttribute("classname");
            // What follows is the parameters of one invocation.
            String method = test.getAttribute("name").split("[({\\[]", 2)[0].strip();
            String failure = failure(test);
            if (!failure.isEmpty()) {
                run.classesOfFailed().add(type);
            }
            String name = method.isEmpty() || type.equals(method) ? type : type + "." + method;
            run.outcomes().merge(name, failure, (one, other) -> one.isEmpty() ? other : one);
        }
    }

    private static String failure(Element test) {
        for (Node child = test.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals("failure") || child.getNodeName().equals("error")) {
                String text = child.getTextContent().strip();
                return text.isEmpty() ? child.getNodeName() : text;
            }
        }
        return "";
    }

    private static String shortened(String failure) {
        return failure.lines()
                .limit(LINES_SHOWN)
                .map(line -> "  " + line.substring(0, Math.min(line.length(), CHARS_SHOWN)))
                .collect(Collectors.joining("\n"));
    }

    /// Modules that have tests of which nothing is known: they did not run.
    private static Set<String> silentModules(Path root, String directory) throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path module : modules(root)) {
            Path reports = module.resolve("target").resolve(directory);
            if (Files.isDirectory(module.resolve("src/test/java")) && !Files.isDirectory(reports)) {
                silent.add(module.getFileName().toString());
            }
        }
        return silent;
    }

    private static Set<Path> modules(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(Files::isDirectory).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
