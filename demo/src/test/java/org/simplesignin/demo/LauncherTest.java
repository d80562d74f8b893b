package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Starting and ending, as a person at a terminal does it.
@Tag("process")
final class LauncherTest {
    private static final long SIGINT = 1L << (2 - 1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "server", "device", "sample-backend"})
    void whatTheJdkRemembersOfTheRehearsalFitsWhatWasPackaged(String program) throws Exception {
        Path cache = Path.of(System.getProperty("demo.aot"), program + ".aot");
        Path said = directory.resolve("said.txt");
        // With AOTMode=on a cache that does not fit is an error.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:AOTMode=on",
                        "-XX:AOTCache=" + cache,
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("demo.class.path"),
                        DemoMain.class.getName(),
                        program,
                        "--help")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> cache + " is not taken; see demo/target/rehearsal.log");
        assertTrue(Files.readString(said).contains("Usage: "), () -> "no help of " + program);
    }

    @Test
    void demoThatIsStoppedTakesEveryProcessAlongAndKeepsOthersOffItsDirectory() throws Exception {
        try (DemoProcess demo = start()) {
            List<ProcessHandle> parts = demo.awaitReady();
            assertEquals(2 + Device.ALL.size(), parts.size());
            assertOneUrlThatAnswers(demo.out());
            assertRefused("another demo uses", "demo", "--port", "0", "--data", data().toString());

            demo.stop();

            demo.awaitEnd();
            assertAllEnd(parts);
        }
    }

    private static void assertOneUrlThatAnswers(String out) throws DemoException {
        List<String> urls = Pattern.compile("http://\\S+")
                .matcher(out)
                .results()
                .map(MatchResult::group)
                .toList();
        assertEquals(1, urls.size(), out);
        URI url = URI.create(urls.getFirst());
        PartHttp page = new PartHttp("http://" + url.getAuthority());
        assertEquals(200, page.send("GET", url.getPath(), Map.of(), "", "").status());
    }

    @Test
    void ctrlCEndsEveryProcessAndSaysNothing() throws Exception {
        assumeCtrlCIsHeeded();
        try (DemoProcess demo = start()) {
            List<ProcessHandle> parts = demo.awaitReady();

            // A terminal sends it to all of them at once.
            DemoProcess.interrupt(Stream.concat(Stream.of(demo.handle()), parts.stream()));

            assertEquals(130, demo.awaitEnd());
            assertAllEnd(parts);
            assertEquals("", demo.err());
        }
    }

    @Test
    void ctrlCThatReachesThePartsFirstSaysNothingEither() throws Exception {
        assumeCtrlCIsHeeded();
        try (DemoProcess demo = start()) {
            List<ProcessHandle> parts = demo.awaitReady();

            DemoProcess.interrupt(parts.stream());

            demo.awaitEnd();
            assertAllEnd(parts);
            assertEquals("", demo.err());
        }
    }

    @Test
    void killedDemoLeavesNoProcessBehind() throws Exception {
        try (DemoProcess demo = start()) {
            List<ProcessHandle> parts = demo.awaitReady();

            demo.kill();

            assertAllEnd(parts);
        }
    }

    @Test
    void partThatDiesIsReportedAndStopsTheDemo() throws Exception {
        try (DemoProcess demo = start()) {
            List<ProcessHandle> parts = demo.awaitReady();

            parts.getLast().destroyForcibly();

            assertEquals(1, demo.awaitEnd());
            assertTrue(demo.err().contains("ended by itself, the demo stops"), demo.err());
            assertAllEnd(parts);
        }
    }

    @Test
    void takenPortIsSaidInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String first = String.valueOf(taken.getLocalPort() - 2);

            assertRefused(
                    "is taken: choose another first one with --port",
                    "demo",
                    "--port",
                    first,
                    "--data",
                    data().toString());
        }
    }

    @Test
    void directoryThatIsAFileIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "mine");

        assertRefused("choose another directory with --data", "demo", "--port", "0", "--data", file.toString());
        assertRefused(
                "is not writable: choose another directory with --data",
                "demo",
                "--port",
                "0",
                "--data",
                file.resolve("below").toString());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void directoryOfSomethingElseIsLeftAlone() throws Exception {
        Files.createDirectory(data());
        Path mine = Files.writeString(data().resolve("thesis.txt"), "mine");

        assertRefused("neither empty nor of a demo", "demo", "--port", "0", "--fresh", "--data", data().toString());

        assertEquals("mine", Files.readString(mine));
        try (Stream<Path> files = Files.list(data())) {
            assertEquals(List.of(mine), files.toList());
        }
    }

    static Stream<List<String>> wrongUsage() {
        return Stream.of(
                List.of("dmeo"),
                List.of("demo", "--port", "65535"),
                List.of("demo", "--port", "-1"),
                List.of("server", "--port", "0"),
                List.of("sample-backend", "--port", "0"));
    }

    @ParameterizedTest
    @MethodSource("wrongUsage")
    void wrongUsageEndsWithTwo(List<String> arguments) throws Exception {
        try (DemoProcess launcher = DemoProcess.start(directory, arguments.toArray(String[]::new))) {
            assertEquals(2, launcher.awaitEnd(), launcher.err());
            assertTrue(!launcher.err().isBlank() && !launcher.err().contains("\tat "), launcher.err());
        }
    }

    /// Whoever starts the tests in the background of a script has Ctrl-C ignored, in every process below as well.
    private static void assumeCtrlCIsHeeded() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            String ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .findFirst()
                    .orElseThrow();
            assumeTrue((Long.parseUnsignedLong(ignored, 16) & SIGINT) == 0, "SIGINT is ignored here");
        }
    }

    private DemoProcess start() throws Exception {
        return DemoProcess.start(directory, "demo", "--port", "0", "--data", data().toString());
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void assertRefused(String whatToDo, String... arguments) throws Exception {
        try (DemoProcess launcher = DemoProcess.start(directory, arguments)) {
            assertEquals(2, launcher.awaitEnd(), launcher.err());
            assertTrue(launcher.err().contains(whatToDo), launcher.err());
            assertEquals(1, launcher.err().lines().count(), launcher.err());
        }
    }

    private static void assertAllEnd(List<ProcessHandle> parts) throws Exception {
        for (ProcessHandle part : parts) {
            part.onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
