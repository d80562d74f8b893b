package org.simplesignin.sample.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.testing.http.HttpConformance;
import org.simplesignin.testing.http.Listening;

/// The conformance table, against a whole backend.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BackendConformanceTest implements HttpConformance {
    private RunningBackend backend;
    private Listening listening;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        backend = new RunningBackend(directory, URI.create("http://127.0.0.1:1"), new MovingClock());
        int port = backend.url().getPort();
        listening = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "127.0.0.1:" + port,
                "/style.css",
                new Listening.Post(
                        "/api/login-names", 192, "Content-Type: application/json\r\n", "{\"links\":[]}", 200),
                true,
                new Listening.Steps(Duration.ofSeconds(40), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    }

    @AfterAll
    void stop() throws IOException {
        backend.close();
    }

    @Override
    public Listening listening() {
        return listening;
    }
}
