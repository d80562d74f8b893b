package org.simplesignin.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.simplesignin.testing.http.HttpConformance;
import org.simplesignin.testing.http.Listening;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GreeterConformanceTest implements HttpConformance {
    private static final Duration WAITING = Duration.ofSeconds(7);
    private static final Duration READING = Duration.ofSeconds(6);
    private static final Duration WRITING = Duration.ofSeconds(5);

    private final HttpListener listener;
    private final Listening listening;

    GreeterConformanceTest() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        // Fewer may be at work than send their bodies slowly.
        ListenerBounds bounds = new ListenerBounds(
                400, 16, Duration.ofSeconds(2), WAITING, READING, Duration.ofMinutes(1), WRITING, Duration.ZERO);
        listener = HttpListener.start(new InetSocketAddress(here, 0), bounds, new Greeter());
        listening = new Listening(
                new InetSocketAddress(here, listener.port()),
                "localhost:" + listener.port(),
                "/hello",
                new Listening.Post("/read", 64, "Content-Type: text/plain\r\n", "abcdefghijklmnopq", 202),
                true,
                new Listening.Steps(WAITING, READING, WRITING));
    }

    @AfterAll
    void stop() {
        listener.close();
    }

    @Override
    public Listening listening() {
        return listening;
    }
}
