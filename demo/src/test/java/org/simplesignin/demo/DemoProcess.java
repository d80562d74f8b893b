package org.simplesignin.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The launcher as a process of its own, as `./simple-sign-in` starts it. Closing it ends it and all that it started.
final class DemoProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private DemoProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts the launcher with these arguments; what it says goes to files in the directory.
    static DemoProcess start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:AOTCache=" + System.getProperty("demo.aot") + "/demo.aot",
                "-Xlog:aot*=error",
                "-Dsimple-sign-in.aot=" + System.getProperty("demo.aot"),
                "-cp",
                System.getProperty("demo.class.path"),
                DemoMain.class.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new DemoProcess(process, out, err);
    }

    /// Waits until the demo says that it is ready and returns the processes it is made of.
    List<ProcessHandle> awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!out().contains("is ready")) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new AssertionError("the demo is not there: " + out() + err());
            }
        }
        return process.descendants().collect(Collectors.toList());
    }

    /// Waits for the end of the launcher and returns its exit code.
    int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the demo does not end: " + out() + err());
        }
        return process.exitValue();
    }

    /// SIGTERM.
    void stop() {
        process.destroy();
    }

    /// SIGINT, which a terminal sends to all processes in front of it.
    static void interrupt(Stream<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-INT"));
        processes.map(process -> String.valueOf(process.pid())).forEach(command::add);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
    }

    String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
