package org.simplesignin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp;

/// The client as a process of its own.
@Tag("process")
final class ClientCommandTest {
    @TempDir
    private Path directory;

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.simplesignin.client.ClientMain"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    private String[] options(String port, String data, String server, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--port",
                port,
                "--data",
                data,
                "--host",
                "tv-1.localhost",
                "--server",
                server,
                "--form",
                "tv",
                "--name",
                "TV 1"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void assertRefused(String advice, String... options) throws Exception {
        Process process = start(options);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, process.waitFor());
        List<String> errors = Files.readAllLines(directory.resolve("stderr"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.getFirst().contains(advice), errors.toString());
        assertEquals("", out);
    }

    /// The same without a process: for what is refused before anything is started.
    private static void assertUnusable(String advice, String... options) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ClientCommand command =
                new ClientCommand(new CountDownLatch(0), new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(2, command.run(options));
        List<String> errors = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.getFirst().contains(advice), errors.toString());
    }

    @Test
    void clientServesAndStopsWhenTold() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.secrets.put("secret", "alice");
            Path secrets = Files.setPosixFilePermissions(
                    Files.writeString(directory.resolve("secrets"), "\nsecret\n\n"),
                    PosixFilePermissions.fromString("rw-------"));
            Process process = start(options("0", data(), server.url(), "--enrolment-secrets", secrets.toString()));
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String ready = out.readLine();
            assertTrue(String.valueOf(ready).matches("ready http://tv-1\\.localhost:[0-9]+"), ready);
            int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
            assertEquals(
                    403,
                    RawHttp.to(port, "GET", "/")
                            .header("Host", "tv-1.localhost:" + port)
                            .send()
                            .status());
            assertEquals(
                    404,
                    RawHttp.to(port, "GET", "/preview")
                            .header("Host", "tv-1.localhost:" + port)
                            .send()
                            .status());
            assertTrue(Files.exists(directory.resolve("data/client.sock")));
            process.toHandle().destroy();
            process.waitFor();
            assertEquals(null, out.readLine());
            assertFalse(Files.exists(directory.resolve("data/client.sock")));
            assertEquals(List.of(), server.brokenProofs);
        }
    }

    @Test
    void secondProcessOnTheSameDirectoryIsRefused() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.secrets.put("secret", "alice");
            Process first = start(options("0", data(), server.url()));
            try {
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8));
                assertTrue(String.valueOf(out.readLine()).startsWith("ready "));
                server.requests.clear();
                assertRefused(
                        "another client uses the data directory",
                        options("0", data(), server.url(), "--socket", directory.resolve("other.sock") + ""));
                assertEquals(List.of(), server.requests, "it has not asked the server either");
            } finally {
                first.destroyForcibly().waitFor();
            }
            Process next = start(options("0", data(), server.url()));
            try {
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(next.getInputStream(), StandardCharsets.UTF_8));
                assertTrue(String.valueOf(out.readLine()).startsWith("ready "), "a kill gives the lock up");
            } finally {
                next.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void takenPortIsRefusedWithAdvice() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertRefused(
                    "give another --port",
                    options(Integer.toString(taken.getLocalPort()), data(), "http://127.0.0.1:1"));
        }
    }

    @Test
    void unusableDirectoryIsRefusedWithAdvice() throws Exception {
        Files.writeString(directory.resolve("data"), "a file");
        assertRefused("give another --data", options("0", data(), "http://127.0.0.1:1"));
    }

    @Test
    void plainHttpToAnotherMachineIsRefused() throws Exception {
        assertUnusable("https://", options("0", data(), "http://server.example"));
    }

    @Test
    void wrongUsageIsRefusedWithAdvice() throws Exception {
        assertRefused("--help", "--port", "0");
        assertUnusable("--help", "--port", "0");
        assertUnusable("fire-tv, webos", options("0", data(), "http://127.0.0.1:1", "--platform", "toaster"));
        Path theme = Files.writeString(directory.resolve("theme.json"), "{\"dark\": {\"text\": \"#141c2b\"}}");
        assertUnusable(
                "--theme: text on panel has a contrast of 1.0, and 7 is the least",
                options("0", data(), "http://127.0.0.1:1", "--theme", theme.toString()));
        assertUnusable("--form", options("0", data(), "http://127.0.0.1:1", "--form", "phone"));
        assertUnusable("--native-app", options("0", data(), "http://127.0.0.1:1", "--native-app", "app=root"));
        assertUnusable("--launch", options("0", data(), "http://127.0.0.1:1", "--launch", "=http://x"));
        assertUnusable("origin", options("0", data(), "http://127.0.0.1:1", "--embedder", "https://x/y"));
        assertUnusable(
                "--enrolment-secrets",
                options("0", data(), "http://127.0.0.1:1", "--enrolment-secrets", data() + "/none"));
        Path secrets = Files.writeString(directory.resolve("secrets"), "secret");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r-----"));
        assertUnusable(
                "chmod 600", options("0", data(), "http://127.0.0.1:1", "--enrolment-secrets", secrets.toString()));
    }
}
