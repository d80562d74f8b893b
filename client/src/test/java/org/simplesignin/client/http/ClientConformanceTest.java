package org.simplesignin.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.simplesignin.protocol.Limits;
import org.simplesignin.testing.http.HttpConformance;
import org.simplesignin.testing.http.Listening;

/// The conformance table, against the client's listener with two routes of the test: its own ask who is there before
/// they read anything.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientConformanceTest implements HttpConformance {
    private final Listener listener;
    private final Listening listening;

    ClientConformanceTest() throws IOException {
        Routed routes = table -> table.get("/thing", (exchange, parameters) -> Answers.json(exchange, List.of("thing")))
                .post("/read", (exchange, parameters) -> {
                    int length = exchange.body(Limits.REQUEST_BYTES).length;
                    Answers.json(exchange, List.of(length));
                });
        listener = new Listener(new Authority("tv-1.localhost"), 0, "'self'", List.of(routes));
        listening = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()),
                "tv-1.localhost:" + listener.port(),
                "/thing",
                new Listening.Post("/read", 64, "Content-Type: text/plain\r\n", "abcdefghijklmnopq", 200),
                true,
                new Listening.Steps(Duration.ofSeconds(40), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    }

    @AfterAll
    void stop() {
        listener.close();
    }

    /// [ListenerTest] may run beside this, and has a route that fails.
    @Override
    public boolean isOfStrangers(LogRecord line) {
        return HttpConformance.super.isOfStrangers(line)
                && !(line.getThrown() != null
                        && ListenerTest.FAILS.equals(line.getThrown().getMessage()));
    }

    @Override
    public Listening listening() {
        return listening;
    }
}
