package org.simplesignin.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.testing.http.HttpConformance;
import org.simplesignin.testing.http.Listening;

/// The conformance table, against a whole server and the times that docs/http-api.md tells.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerConformanceTest implements HttpConformance {
    private TestServer server;
    private Listening listening;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.start(directory);
        listening = new Listening(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.url().getPort()),
                "ssi.example",
                DeviceApi.KEYS,
                new Listening.Post(
                        DeviceApi.TOKEN,
                        64,
                        "Content-Type: application/x-www-form-urlencoded\r\n",
                        "grant_type=refresh_token&client_id=somebody",
                        401),
                true,
                new Listening.Steps(Duration.ofSeconds(40), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    public Listening listening() {
        return listening;
    }
}
