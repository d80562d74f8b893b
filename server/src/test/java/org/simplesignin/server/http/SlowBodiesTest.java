package org.simplesignin.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.testing.http.RawHttp;

/// As many slow bodies as requests may be at work, and more: nobody else waits for them.
final class SlowBodiesTest {
    private static final int BODIES = 200;
    private static final String BODY = "a=b&c=d";

    @Test
    void othersAreAnsweredWhileBodiesComeByteByByte(@TempDir Path directory) throws Exception {
        try (TestServer server = TestServer.start(directory)) {
            TestDevice device = server.newDevice();
            List<RawHttp> slow = new ArrayList<>();
            try {
                for (int i = 0; i < BODIES; i++) {
                    slow.add(slow(server));
                }
                assertOthersAreAnswered(server, device);
                for (RawHttp raw : slow) {
                    raw.send(BODY.substring(1, 2));
                }
                assertOthersAreAnswered(server, device);
                for (RawHttp raw : slow) {
                    raw.send(BODY.substring(2));
                }
                for (RawHttp raw : slow) {
                    assertEquals(400, raw.answer().status(), "judged like any other, once it is there");
                }
            } finally {
                for (RawHttp raw : slow) {
                    raw.close();
                }
            }
        }
    }

    private static RawHttp slow(TestServer server) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(server.url().getHost(), server.url().getPort());
        return RawHttp.connect(address)
                .send("POST " + DeviceApi.TOKEN + " HTTP/1.1\r\nHost: ssi.example\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + BODY.length()
                        + "\r\n\r\n" + BODY.charAt(0));
    }

    private static void assertOthersAreAnswered(TestServer server, TestDevice device) {
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertEquals(
                    200,
                    server.operator().send("GET", path, null, request -> {}).status(),
                    path);
        }
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals(200, server.newDevice().get(DeviceApi.CUSTOMER).status());
        assertEquals(200, server.browser().get("/sign-in").status());
    }
}
