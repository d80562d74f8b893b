package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.config.UnusableConfigurationException;

/// The process itself: what it prints, its exit code, and that a second start finds everything again.
@Tag("process")
final class ServerMainTest {
    @TempDir
    Path directory;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("registry.json"), """
                {"identityProviders": [{"identityProviderName": "sample-video", "name": "Sample Video"}],
                 "apps": [{"app": "sample-tv", "name": "Sample", "publisher": "Sample", "identityProviderName": "sample-video",
                           "nativeApp": true}]}
                """);
        Files.writeString(directory.resolve("enrolments.json"), "{\"customers\": [], \"enrolments\": []}");
    }

    private Process start(String... arguments) throws IOException {
        return startUnder("true", arguments);
    }

    /// @param limit what the shell sets before it becomes the server, such as `ulimit -n 1000`
    private Process startUnder(String limit, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                limit + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.simplesignin.server.ServerMain"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    private String[] arguments(int port) {
        return new String[] {
            "--port", Integer.toString(port),
            "--data", directory.resolve("data").toString(),
            "--registry", directory.resolve("registry.json").toString(),
            "--enrolments", directory.resolve("enrolments.json").toString(),
            "--public-url", "http://127.0.0.1:8601"
        };
    }

    /// One that serves where it should not is told to stop, so that the test fails and does not wait for it.
    private Ended end(Process process) throws Exception {
        StringBuilder out = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.append(line).append('\n');
                if (line.startsWith("ready")) {
                    process.toHandle().destroy();
                }
            }
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), out.toString(), Files.readString(directory.resolve("stderr")));
    }

    private Ended run(String... arguments) throws Exception {
        return end(start(arguments));
    }

    /// Returns the end of a command that cannot start a server, without a process of its own.
    private static Ended refused(String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = ServerMain.run(new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
        return new Ended(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }

    private static String[] with(String[] arguments, String option, String value) {
        List<String> changed = new ArrayList<>(List.of(arguments));
        int at = changed.indexOf(option);
        if (at < 0) {
            changed.add(option);
            changed.add(value);
        } else {
            changed.set(at + 1, value);
        }
        return changed.toArray(String[]::new);
    }

    @Test
    void embedderThatIsNoOriginIsOneLineThatSaysWhatToDo() throws Exception {
        Ended ended = refused(with(arguments(0), "--embedder", "https://kiosk.example/; script-src *"));

        assertEquals(2, ended.exitCode());
        assertEquals("", ended.out());
        assertTrue(ended.err().contains("--embedder must be an origin such as https://kiosk.example"), ended.err());
    }

    @Test
    void servesUntilItIsToldToStopAndFindsItsKeysAgain() throws Exception {
        String first = serveOnce();
        String second = serveOnce();

        assertEquals(first, second);
        assertTrue(Files.readString(directory.resolve("stderr")).contains("Cryptography by"));
    }

    private String serveOnce() throws Exception {
        return serveOnce(start(arguments(0)));
    }

    private String serveOnce(Process process) throws Exception {
        try (BufferedReader out = process.inputReader()) {
            String ready = String.valueOf(out.readLine());
            if (ready.startsWith("operations on port ")) {
                ready = String.valueOf(out.readLine());
            }
            assertTrue(
                    ready.matches("ready http://127\\.0\\.0\\.1:[0-9]+"),
                    ready + Files.readString(directory.resolve("stderr")));
            URI key = URI.create(ready.substring("ready ".length()) + "/apps/sample-tv/app-key.pem");
            String pem = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(key).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            // Through its handle: Process.destroy would close the stream that is still to be read.
            process.toHandle().destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(null, out.readLine(), "exactly one line on stdout");
            return pem;
        } finally {
            process.destroyForcibly();
        }
    }

    /// What the page for operators says of open files, with the number that stands there.
    @Test
    void fewerOpenFilesThanDocumentedAreOneLineThatSaysHowManyAndExitCode2() throws Exception {
        int enough = documentedOpenFiles();
        String tooFew = "this process may open " + (enough - 1) + " files";
        String advice = "raise the limit on open files (ulimit -Hn, LimitNOFILE= of systemd) to at least " + enough;

        Ended ended = end(startUnder("ulimit -Sn 1024 && ulimit -Hn " + (enough - 1), arguments(0)));

        assertUnusable(ended, tooFew);
        assertUnusable(ended, advice);
        assertEquals("", ended.out());
    }

    /// The soft limit is what shells and systemd set where nobody says otherwise.
    @Test
    void asManyOpenFilesAsDocumentedServeWhateverTheSoftLimit() throws Exception {
        String limits = "ulimit -Sn 1024 && ulimit -Hn " + documentedOpenFiles();

        String pem = serveOnce(startUnder(limits, with(arguments(0), "--operations-port", "0")));

        assertTrue(pem.startsWith("-----BEGIN"), pem);
    }

    private static int documentedOpenFiles() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("root.dir"), "docs", "operations.md"));
        Matcher number = Pattern.compile("\\*\\*Open files\\.\\*\\*[^*]*? may open fewer than ([0-9]),([0-9]{3}) ")
                .matcher(page);
        assertTrue(number.find(), "docs/operations.md does not say how many open files a server needs");
        return Integer.parseInt(number.group(1) + number.group(2));
    }

    @Test
    void missingOptionIsOneLineAndExitCode2() throws Exception {
        assertUnusable(run("--port", "0"), "--data");
    }

    @Test
    void unknownOptionIsOneLineAndExitCode2() throws Exception {
        assertUnusable(refused("--prot", "0"), "--");
    }

    @Test
    void wrongPortsAndUrlsAreRefused() throws Exception {
        assertUnusable(refused(with(arguments(0), "--port", "many")), "--port");
        assertUnusable(refused(with(arguments(0), "--port", "65536")), "--port");
        assertUnusable(refused(with(arguments(0), "--poll-interval", "0")), "--poll-interval");
        assertUnusable(refused(with(arguments(0), "--poll-interval", "31")), "--poll-interval");
        assertUnusable(refused(with(arguments(0), "--pages-url", "https://ssi.example/")), "--pages-url");
        assertUnusable(refused(with(arguments(0), "--pages-url", "https://ssi.example/pages")), "--pages-url");
        assertUnusable(refused(with(arguments(0), "--public-url", "ssi.example/")), "--public-url");
        assertUnusable(refused(with(arguments(0), "--operations-port", "65536")), "--operations-port");
        assertUnusable(refused(with(arguments(0), "--operations-port", "x")), "--operations-port");
        assertUnusable(
                refused(with(with(arguments(0), "--operations-port", "0"), "--operations-host", "localhost")),
                "--operations-host");
    }

    @Test
    void takenPortIsOneLineAndExitCode2() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertUnusable(run(arguments(taken.getLocalPort())), "is taken");
        }
    }

    @Test
    void unreadableRegistryAndEnrolmentsAreOneLineAndExitCode2() throws Exception {
        assertUnusable(
                refused(with(
                        arguments(0),
                        "--registry",
                        directory.resolve("none.json").toString())),
                "none.json");
        Files.writeString(directory.resolve("enrolments.json"), "{\"customers\": 1}");
        assertUnusable(refused(arguments(0)), "enrolments.json.customers must be a list");
    }

    @Test
    void dataDirectoryThatCannotBeMadeIsOneLineAndExitCode2() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertUnusable(refused(with(arguments(0), "--data", file.resolve("data").toString())), "--data");
        assertUnusable(refused(with(arguments(0), "--data", file.toString())), "--data");
    }

    @Test
    void dataDirectoryOfAnotherServerIsOneLineAndExitCode2() throws Exception {
        Path data = directory.resolve("data");
        try (DataDirectory other = DataDirectory.open(data, new SecureRandom(), Clock.systemUTC())) {
            assertUnusable(run(arguments(0)), "is in use by another server");
            assertThrows(
                    UnusableConfigurationException.class,
                    () -> DataDirectory.open(data, new SecureRandom(), Clock.systemUTC()),
                    "nor another of the same process");
            assertTrue(other.storage().ready());
        }
        DataDirectory.open(data, new SecureRandom(), Clock.systemUTC()).close();
    }

    @Test
    void providerFileThatIsWrongIsOneLineAndExitCode2() throws Exception {
        Path file = Files.writeString(directory.resolve("oidc.json"), "{\"issuer\": \"http://id.example\"}");

        assertUnusable(refused(with(arguments(0), "--oidc", file.toString())), "oidc.json.issuer must be");
    }

    private static void assertUnusable(Ended ended, String message) {
        List<String> lines = ended.err()
                .lines()
                .filter(line -> !line.contains(" INFO ") && !line.startsWith("WARNING: A "))
                .toList();
        assertEquals(2, ended.exitCode(), ended.err());
        assertEquals(1, lines.size(), ended.err());
        assertTrue(lines.getFirst().contains(message), ended.err());
        assertFalse(ended.out().contains("ready"));
    }
}
