package org.simplesignin.client.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.time.MonotonicTime;

final class DoorkeeperTest {
    private static final Logger LOGGER = Logger.getLogger(Doorkeeper.class.getName());

    private static final String NAME = "doorkeeper of this test";

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Pauses pauses = new Pauses();
    private final BlockingQueue<Object> knocks = new LinkedBlockingQueue<>();
    private final List<SocketChannel> guests = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            // Clients of other tests log beside this.
            if (Thread.currentThread().getName().equals(NAME)) {
                log.add(line.getLevel() + " " + line.getMessage() + (line.getThrown() == null ? "" : " with a trace"));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Thread thread;

    /// Every pause is asked for here, and is over when the test says so.
    private static final class Pauses implements MonotonicTime {
        final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
        final BlockingQueue<Runnable> ends = new LinkedBlockingQueue<>();
        volatile Duration now = Duration.ZERO;

        @Override
        public Duration now() {
            return now;
        }

        @Override
        public Alarm in(Duration delay, Runnable task) {
            ends.add(task);
            asked.add(delay);
            return () -> {};
        }

        Duration end() throws InterruptedException {
            Duration asked = this.asked.take();
            ends.take().run();
            return asked;
        }
    }

    @BeforeEach
    void start() {
        LOGGER.addHandler(handler);
        thread = Thread.ofPlatform().name(NAME).start(() -> new Doorkeeper(this::next, guests::add, pauses).run());
    }

    private SocketChannel next() throws IOException {
        try {
            return switch (knocks.take()) {
                case IOException e -> throw e;
                case SocketChannel channel -> channel;
                default -> throw new IllegalStateException();
            };
        } catch (InterruptedException e) {
            throw new ClosedChannelException();
        }
    }

    @AfterEach
    void stop() throws Exception {
        thread.interrupt();
        thread.join();
        LOGGER.removeHandler(handler);
        for (SocketChannel guest : guests) {
            guest.close();
        }
    }

    private void shortage(int times) {
        for (int i = 0; i < times; i++) {
            knocks.add(new IOException("Too many open files"));
        }
    }

    private void guest() throws IOException {
        knocks.add(SocketChannel.open(StandardProtocolFamily.UNIX));
    }

    @Test
    void pausesGrowUpToASecond() throws Exception {
        shortage(10);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            millis.add(pauses.end().toMillis());
        }
        assertEquals(List.of(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L, 1000L), millis);
    }

    @Test
    void longShortageIsOneLineAndItsEndAnother() throws Exception {
        shortage(50);
        for (int i = 0; i < 50; i++) {
            pauses.end();
        }
        pauses.now = Duration.ofSeconds(10);
        guest();
        guest();
        TestDevice.until(() -> guests.size() == 2);
        assertEquals(
                List.of(
                        "INFO native apps can connect",
                        "WARNING native apps cannot connect now, which is tried again: Too many open files",
                        "INFO native apps can connect again"),
                log);
    }

    @Test
    void pausesBeginAnewAfterASuccess() throws Exception {
        shortage(3);
        for (int i = 0; i < 3; i++) {
            pauses.end();
        }
        guest();
        shortage(1);
        assertEquals(Duration.ofMillis(10), pauses.end());
        assertEquals(1, guests.size());
        assertEquals(2, log.size(), log.toString());
    }

    @Test
    void shortageThatComesAndGoesIsOneLine() throws Exception {
        for (int i = 0; i < 20; i++) {
            shortage(1);
            pauses.now = Duration.ofSeconds(4L * i);
            pauses.end();
            guest();
        }
        TestDevice.until(() -> guests.size() == 20);
        assertEquals(2, log.size(), log.toString());
    }

    @Test
    void nobodyIsTriedDuringAPause() throws Exception {
        shortage(1);
        guest();
        Duration pause = pauses.asked.take();
        assertEquals(Duration.ofMillis(10), pause);
        assertEquals(1, knocks.size());
        assertTrue(guests.isEmpty());
        pauses.ends.take().run();
        TestDevice.until(() -> guests.size() == 1);
    }

    @Test
    void closedDoorEndsIt() throws Exception {
        knocks.add(new ClosedChannelException());
        thread.join();
        assertEquals(1, log.size(), log.toString());
    }

    @Test
    void interruptEndsAPause() throws Exception {
        shortage(1);
        pauses.asked.take();
        thread.interrupt();
        thread.join();
        assertFalse(thread.isAlive());
    }
}
