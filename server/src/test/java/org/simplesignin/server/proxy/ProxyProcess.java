package org.simplesignin.server.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A proxy in a process of its own, which is killed when it is closed.
final class ProxyProcess implements AutoCloseable {
    private static final int MOMENT_MILLIS = 20;

    private final InetSocketAddress address;
    private final Path said;
    private final Process process;

    private ProxyProcess(int port, Path said, Process process) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.said = said;
        this.process = process;
    }

    /// Starts one, and waits until it listens.
    static ProxyProcess start(Program program, Setup.Place place, String configuration) {
        program.require();
        Path said = place.directory().resolve("said");
        Process process = process(program.run(write(place, configuration)), place.directory(), said);
        ProxyProcess proxy = new ProxyProcess(place.port(), said, process);
        try {
            proxy.await();
        } catch (IOException | RuntimeException | Error e) {
            proxy.close();
            throw new AssertionError("the proxy did not start: " + proxy.said(), e);
        }
        return proxy;
    }

    /// Returns what the program says of this configuration; it must take it.
    static String check(Program program, Setup.Place place, String configuration) {
        program.require();
        Path said = place.directory().resolve("said");
        Process process = process(program.check(write(place, configuration)), place.directory(), said);
        try {
            int exitCode = process.waitFor();
            String text = Files.readString(said);
            if (exitCode != 0) {
                throw new AssertionError(program + " does not take the configuration: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path write(Setup.Place place, String configuration) {
        try {
            return Files.writeString(place.directory().resolve("configuration"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process process(List<String> command, Path directory, Path said) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        // Caddy keeps what it made below these.
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_DATA_HOME", directory.toString());
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() throws IOException {
        while (!listens()) {
            try {
                if (process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("it ended with " + process.exitValue());
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private boolean listens() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /// Returns what it has told so far.
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
