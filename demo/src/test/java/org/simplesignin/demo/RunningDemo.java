package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A whole demo for a test: real processes on free ports, in a directory of the test.
///
/// ```
/// try (RunningDemo demo = RunningDemo.start(directory);
///         Home home = Home.open(demo)) {
///     home.device("tv-1").openApp();
///     demo.kill("server");     // as a power cut would
///     demo.restart("server");  // on the same files and ports
/// }
/// ```
/// Parts are named `server`, `sample-backend`, `tv-1`, `tv-2`, `tablet`; each writes `logs/<part>.log` in the
/// directory. Closing fails the test when a part ended by itself or a process is left over. Not for several threads.
final class RunningDemo implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(20);
    /// What the programs run on as they were packaged.
    static final Jvm PACKAGED =
            new Jvm(System.getProperty("demo.class.path"), Path.of(System.getProperty("demo.aot")), false);
    private static final int TRIES = 3;
    private static final int LOWEST_PORT = 12_000;
    private static final AtomicInteger NEXT_PORTS = new AtomicInteger();

    private final Demo demo;
    private final Path directory;
    private final Queue<String> deaths = new ConcurrentLinkedQueue<>();
    private final Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();

    private RunningDemo(Path directory, boolean fresh) {
        this.directory = directory;
        this.demo = new Demo(new Demo.Options(freePort(), directory, fresh, new SecureRandom(), PACKAGED));
        demo.onDeath(part -> deaths.add(part.name() + ": " + part.lastLines()));
    }

    /// Returns the first of a demo's ports. They lie below those that a demo chooses for itself, and none is given
    /// twice: tests run beside each other, and a port is free until somebody listens.
    private static int freePort() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = LOWEST_PORT + NEXT_PORTS.getAndAdd(Ports.COUNT);
            if (new Ports(port).areFree()) {
                return port;
            }
        }
        throw new AssertionError("no ports are free");
    }

    /// Starts a demo in this directory; what an earlier one left there is found again.
    static RunningDemo start(Path directory) throws DemoException, InterruptedException {
        return start(directory, false);
    }

    /// Starts a demo in this directory with `--fresh`.
    static RunningDemo startFresh(Path directory) throws DemoException, InterruptedException {
        return start(directory, true);
    }

    private static RunningDemo start(Path directory, boolean fresh) throws DemoException, InterruptedException {
        for (int tries = 1; ; tries++) {
            RunningDemo running = new RunningDemo(directory, fresh);
            try {
                running.demo.start();
                running.note();
                return running;
            } catch (DemoException e) {
                running.demo.close();
                // A process that another test starts holds for a moment what this one has open, also the port that
                // was tried.
                if (tries == TRIES || !String.valueOf(e.getMessage()).contains("is taken")) {
                    throw e;
                }
            }
        }
    }

    /// Returns the address of the page with the devices.
    String page() {
        return demo.page();
    }

    /// Returns the URL of the sample's backend, as a program and not a browser uses it.
    String backendUrl() {
        return demo.launch().sampleBackendUrl();
    }

    ServerBooks books() {
        return new ServerBooks(
                demo.launch().serverUrl(), demo.launch().operationsUrl(), directory.resolve(Launch.SERVER));
    }

    /// Returns the Unix socket of a device's client.
    Path socket(String device) {
        return directory.resolve(device).resolve("client.sock");
    }

    /// Ends a part with SIGKILL and returns when it is gone.
    void kill(String part) throws InterruptedException {
        demo.kill(part);
    }

    /// Starts a killed part again and returns when it serves.
    void restart(String part) throws DemoException, InterruptedException {
        demo.restart(part);
        note();
    }

    @Override
    public void close() {
        demo.close();
        List<Long> left = started.stream()
                .filter(process -> !ended(process))
                .map(ProcessHandle::pid)
                .toList();
        assertTrue(left.isEmpty(), "processes left over: " + left);
        assertEquals(List.of(), List.copyOf(deaths), "parts that ended by themselves");
    }

    private void note() {
        started.addAll(ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .collect(Collectors.toSet()));
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(FAREWELL.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (Exception e) {
            process.destroyForcibly();
            return false;
        }
    }
}
