package org.simplesignin.client.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.Call;
import org.simplesignin.protocol.Frames;
import org.simplesignin.protocol.Frames.Refusal;
import org.simplesignin.protocol.Frames.RefusedException;
import org.simplesignin.protocol.MalformedMessageException;

/// A client as a process of its own, which is left without descriptors while apps knock.
@Tag("process")
final class DescriptorShortageTest {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /// How many the process may open before there are none left.
    private static final int SPARE = 6;

    @TempDir
    private Path directory;

    private final FakeServer server = new FakeServer();
    private Process client;

    @AfterEach
    void stop() throws Exception {
        client.destroyForcibly().waitFor();
        server.close();
    }

    @BeforeEach
    void start() throws IOException {
        client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.simplesignin.client.ClientMain",
                        "--port",
                        "0",
                        "--data",
                        directory.resolve("data").toString(),
                        "--host",
                        "tv-1.localhost",
                        "--server",
                        server.url(),
                        "--form",
                        "tv",
                        "--name",
                        "TV 1")
                .redirectError(log().toFile())
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        assertTrue(String.valueOf(out.readLine()).startsWith("ready "));
    }

    private Path log() {
        return directory.resolve("stderr");
    }

    /// Returns the limit under which so many numbers of descriptors are free: the lowest free one is always the next.
    private int limitThatLeaves(int free) throws IOException {
        Set<Integer> used;
        try (var open = Files.list(Path.of("/proc", Long.toString(client.pid()), "fd"))) {
            used = open.map(path -> Integer.valueOf(path.getFileName().toString()))
                    .collect(Collectors.toSet());
        }
        int limit = 0;
        for (int left = free; left > 0; limit++) {
            if (!used.contains(limit)) {
                left--;
            }
        }
        return limit;
    }

    private void limit(long most) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(client.pid()), "--nofile=" + most + ":")
                        .inheritIO()
                        .start()
                        .waitFor());
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(directory.resolve("data/client.sock")));
        return channel;
    }

    private boolean isServed() {
        try (SocketChannel channel = connect()) {
            ByteBuffer frame = Frames.request(new AppRequest.GetUserAndLinks("sample-video", null));
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            Frames.readResponse(Channels.newInputStream(channel), Call.GET_USER_AND_LINKS);
            return false;
        } catch (RefusedException e) {
            // This test's process is no app of the device, which the client has found out by asking the kernel.
            return e.refusal() == Refusal.UNKNOWN_CALLER;
        } catch (IOException | MalformedMessageException e) {
            return false;
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log()).stream()
                    .filter(line -> line.contains("native app") && !line.endsWith("native apps can connect"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clientWithoutDescriptorsStaysQuietAndServesAgain() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "a limit of a running process is set by util-linux");
        limit(limitThatLeaves(SPARE));
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * SPARE; i++) {
                idle.add(connect());
            }
            TestDevice.until(() -> !lines().isEmpty());
            long before = waits();
            // Whoever spins does not wait, and writes thousands of lines.
            TestDevice.until(() -> waits() >= before + 5 || lines().size() > 1);
            assertEquals(1, lines().size(), () -> lines().getLast());
            assertTrue(lines().getFirst().contains("Too many open files"));
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
        TestDevice.until(this::isServed);
        assertEquals(1, lines().size(), lines().toString());
        assertTrue(client.isAlive());
    }

    /// Returns how often the thread that lets apps in has waited for anything.
    private long waits() {
        try (var threads = Files.list(Path.of("/proc", Long.toString(client.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).strip().equals("client-socket")) {
                    return Files.readAllLines(thread.resolve("status")).stream()
                            .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum();
                }
            }
            throw new IllegalStateException("there is no such thread");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
