package org.simplesignin.server.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.simplesignin.server.ServerMain;
import org.simplesignin.server.testing.Ports;
import org.simplesignin.server.testing.TestServer;

/// The real server as a process of its own, which can be killed with SIGKILL and started anew over the same files.
/// Thread-safe.
final class ServerProcess implements AutoCloseable {
    private final Path directory;
    private final List<String> javaOptions;
    private final int port;
    /// Held for writing while there is no server.
    private final ReadWriteLock up = new ReentrantReadWriteLock();

    private Process process;

    ServerProcess(Path directory, List<String> javaOptions) {
        this.directory = directory;
        this.javaOptions = javaOptions;
        this.port = Ports.free();
        this.process = start();
    }

    private Process start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                "--port",
                Integer.toString(port),
                "--data",
                directory.resolve("data").toString(),
                "--registry",
                directory.resolve("registry.json").toString(),
                "--enrolments",
                directory.resolve("enrolments.json").toString(),
                "--limits",
                directory.resolve("limits.json").toString(),
                "--public-url",
                TestServer.PUBLIC_URL));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(directory.resolve("server.log").toFile())
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (line == null || !line.startsWith("ready ")) {
                throw new AssertionError("the server did not start; see " + directory.resolve("server.log"));
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Kills it in the midst of whatever it does, and starts it again.
    void killAndStart() {
        up.writeLock().lock();
        try {
            kill();
            process = start();
        } finally {
            up.writeLock().unlock();
        }
    }

    /// Waits while there is no server; returns whether it lives, which may be over a moment later.
    boolean awaitUp() {
        up.readLock().lock();
        try {
            return process.isAlive();
        } finally {
            up.readLock().unlock();
        }
    }

    /// Kills it for good.
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
