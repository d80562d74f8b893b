package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What keeps the backend from starting is one line that says what to do, and exit code 2.
final class BackendMainTest {
    @TempDir
    private Path directory;

    @Test
    void takenPortIsOneLineAndLeavesTheDirectoryToTheNextOne() throws Exception {
        Path data = directory.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused("port " + port + " is taken: choose another one with --port", run(port, data));
        }
        new RunningBackend(data, URI.create(PlayedPlatform.ISSUER), new MovingClock()).close();
    }

    @Test
    void fileInPlaceOfTheDirectoryIsOneLine() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertUnusable(file, run("0", file));
        assertUnusable(file.resolve("data"), run("0", file.resolve("data")));
    }

    /// Root may write everywhere but in the kernel's own file system; there even making a file fails.
    @Test
    @EnabledOnOs(OS.LINUX)
    void directoryThatNobodyMayWriteIsOneLine() {
        assertUnusable(Path.of("/proc/simple-sign-in"), run("0", Path.of("/proc/simple-sign-in")));
        assertUnusable(Path.of("/proc/accounts.jsonl"), run("0", Path.of("/proc")));
    }

    @Test
    void wrongUsageIsOneLine() {
        assertRefused("Missing required option", run("--port=0"));
        assertRefused("--port", run("many", directory));
        assertRefused("70000", run("70000", directory.resolve("data")));
        assertFalse(Files.exists(directory.resolve("data")));
    }

    private static void assertUnusable(Path file, String told) {
        assertRefused(file + " cannot be written: choose another directory with --data", told);
    }

    private static void assertRefused(String message, String told) {
        assertTrue(told.startsWith("sample-backend: ") && told.contains(message), told);
        assertEquals(1, told.lines().count(), told);
    }

    private static String run(String port, Path data) {
        return run(
                "--port=" + port,
                "--data=" + data,
                "--server=" + PlayedPlatform.ISSUER,
                "--issuer=" + PlayedPlatform.ISSUER,
                "--app=" + PlayedPlatform.APP,
                "--identity-provider=" + PlayedPlatform.IDENTITY_PROVIDER);
    }

    /// Runs a command that cannot start, and returns what it told.
    private static String run(String... arguments) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        assertEquals(2, BackendMain.run(new PrintStream(told, true, StandardCharsets.UTF_8), arguments));
        return told.toString(StandardCharsets.UTF_8);
    }
}
