package org.simplesignin.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A whole demo: a process for each part, and the page. What it started, it ends: on [#close], and by the end of their
/// standard input when this process is killed. Thread-safe.
final class Demo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FAREWELL = Duration.ofSeconds(8);
    private static final Duration FAREWELL_RECORDING = Duration.ofMinutes(3);
    private static final int TRIES = 5;

    /// What a demo must be told.
    ///
    /// @param port the first of [Ports#COUNT], or 0 for free ones
    /// @param random for free ports
    /// @param jvm what the parts run on
    record Options(int port, Path data, boolean fresh, RandomGenerator random, Jvm jvm) {}

    private final Options options;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Set<String> endingOnPurpose = new HashSet<>();
    private Consumer<Part> onDeath = part -> {};
    private @Nullable DemoDirectory directory;
    private @Nullable Launch launch;
    private @Nullable DemoPage page;
    private boolean closed;

    Demo(Options options) {
        this.options = options;
    }

    /// Sets who is told when a part ends by itself.
    synchronized void onDeath(Consumer<Part> listener) {
        onDeath = listener;
    }

    /// Starts everything and returns when all of it serves.
    ///
    /// @throws DemoException where it cannot be started; then nothing is left running
    void start() throws DemoException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Ports ports = options.port() == 0 ? Ports.free(options.random()) : Ports.from(options.port());
            try {
                startOn(ports, options.fresh() && attempt == 1);
                return;
            } catch (DemoException e) {
                stopAll();
                // Somebody else may have taken a port since it was seen free; then other ones will do.
                if (options.port() != 0 || attempt == TRIES || ports.areFree()) {
                    throw e;
                }
            }
        }
    }

    private void startOn(Ports ports, boolean fresh) throws DemoException, InterruptedException {
        Map<String, List<String>> commands;
        synchronized (this) {
            directory = directory == null ? DemoDirectory.open(options.data(), fresh) : directory;
            directory.write(ports);
            launch = new Launch(directory, ports, directory.userId(), options.jvm());
            commands = launch.commands();
        }
        startPart(Launch.SERVER);
        startPart(Launch.SAMPLE_BACKEND);
        part(Launch.SERVER).awaitReady(PATIENCE); // the devices ask it for their apps as they start
        for (Device device : Device.ALL) {
            startPart(device.id());
        }
        for (String name : commands.keySet()) {
            part(name).awaitReady(PATIENCE);
        }
        if (!directory().isBegun()) {
            firstStart();
        }
        synchronized (this) {
            page = new DemoPage(ports.page(), Objects.requireNonNull(launch), Objects.requireNonNull(directory));
        }
    }

    private void firstStart() throws DemoException, InterruptedException {
        List<DeviceShell> shells = new ArrayList<>();
        for (Device device : Device.ALL) {
            shells.add(new DeviceShell(device.name(), launch().shellOrigin(device), shellKey(device)));
        }
        new FirstStart(launch().pagesUrl(), new Mailbox(directory().mails())).run(shells);
        directory().begun();
    }

    private String shellKey(Device device) throws DemoException {
        try {
            return directory().shellKey(device);
        } catch (IOException e) {
            throw new DemoException(
                    device.name() + " has made no shell key: its log in the data directory says why", e);
        }
    }

    /// Returns the address of the page.
    synchronized String page() {
        return started(launch).pageOrigin() + "/";
    }

    synchronized Launch launch() {
        return started(launch);
    }

    synchronized DemoDirectory directory() {
        return started(directory);
    }

    synchronized Part part(String name) {
        return started(parts.get(name));
    }

    /// Ends a part as a power cut would, and returns when it has ended.
    void kill(String name) throws InterruptedException {
        Part part = part(name);
        synchronized (this) {
            endingOnPurpose.add(name);
        }
        part.kill();
        if (!part.awaitEnd(FAREWELL)) {
            throw new IllegalStateException(name + " survived SIGKILL");
        }
    }

    /// Starts a part again that was ended by [#kill], and returns when it serves.
    void restart(String name) throws DemoException, InterruptedException {
        startPart(name);
        part(name).awaitReady(PATIENCE);
    }

    private synchronized void startPart(String name) throws DemoException {
        if (closed) {
            throw new DemoException("the demo was stopped while it started");
        }
        List<String> command = started(started(launch).commands().get(name));
        endingOnPurpose.remove(name);
        parts.put(name, Part.start(name, command, started(directory).log(name), this::ended));
    }

    private void ended(Part part) {
        Consumer<Part> listener;
        synchronized (this) {
            if (closed || endingOnPurpose.contains(part.name())) {
                return;
            }
            listener = onDeath;
        }
        listener.accept(part);
    }

    /// Ends everything; what does not end when asked is killed.
    @Override
    public void close() {
        DemoPage open;
        synchronized (this) {
            closed = true;
            open = page;
            page = null;
        }
        if (open != null) {
            open.close();
        }
        stopAll();
        synchronized (this) {
            if (directory != null) {
                directory.close();
                directory = null;
            }
        }
    }

    private void stopAll() {
        List<Part> running;
        synchronized (this) {
            running = new ArrayList<>(parts.values());
            endingOnPurpose.addAll(parts.keySet());
            parts.clear();
        }
        running.forEach(Part::stop);
        // A process that records writes its cache as the last thing it does.
        Duration farewell = options.jvm().recording() ? FAREWELL_RECORDING : FAREWELL;
        long deadline = System.nanoTime() + farewell.toNanos();
        for (Part part : running) {
            try {
                if (!part.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                    part.kill();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                part.kill();
            }
        }
    }

    private static <T> T started(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the demo has not been started");
        }
        return value;
    }
}
