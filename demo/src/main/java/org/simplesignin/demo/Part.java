package org.simplesignin.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One child process: it says `ready …` when it serves, its output goes to a log file, and it ends when this process
/// does, however that ends. Thread-safe.
final class Part {
    private static final int LINES_KEPT = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Consumer<Part> onEnd;
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile boolean ready;

    private Part(String name, Process process, Path log, Consumer<Part> onEnd) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.onEnd = onEnd;
    }

    /// Starts a process.
    ///
    /// @param onEnd is called when it has ended, for whatever reason
    static Part start(String name, List<String> command, Path log, Consumer<Part> onEnd) throws DemoException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Part part = new Part(name, process, log, onEnd);
            // Not a virtual thread: reading a pipe would hold its carrier for good.
            Thread.ofPlatform().daemon().name("output of " + name).start(part::follow);
            return part;
        } catch (IOException e) {
            throw new DemoException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /// Waits until the process serves.
    ///
    /// @throws DemoException where it ended before, or does not serve in time
    void awaitReady(Duration patience) throws DemoException, InterruptedException {
        if (!readyOrEnded.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new DemoException(name + " did not start within " + patience.toSeconds() + " s: see " + log);
        }
        if (!ready) {
            List<String> lines = lastLines();
            throw new DemoException(lines.isEmpty() ? name + " ended at once: see " + log : lines.getLast());
        }
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    /// Returns the last lines that the process wrote, at most 20.
    List<String> lastLines() {
        synchronized (lastLines) {
            return new ArrayList<>(lastLines);
        }
    }

    /// Asks the process to end (SIGTERM).
    void stop() {
        // Process.destroy would close its pipes as well, and what it says at its end would be lost.
        process.toHandle().destroy();
    }

    /// Ends the process as a power cut would (SIGKILL).
    void kill() {
        process.destroyForcibly();
    }

    /// Waits for the end of the process and returns whether it came in time.
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow() {
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter file =
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line);
                file.newLine();
                file.flush();
                keep(line);
            }
        } catch (IOException e) {
            keep("its output could not be followed: " + e.getMessage());
        }
        process.onExit().join();
        readyOrEnded.countDown();
        ended.countDown();
        onEnd.accept(this);
    }

    private void keep(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == LINES_KEPT) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
        if (line.startsWith("ready ")) {
            ready = true;
            readyOrEnded.countDown();
        }
    }
}
