package org.simplesignin.server.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// Requests whose bodies come a byte now and then.
final class SlowBodies implements AutoCloseable {
    /// As many bytes as a test may send one by one.
    private static final int BYTES = 100;

    private final List<RawHttp> connections = new ArrayList<>();
    private int sent;

    private SlowBodies() {}

    /// Begins so many, each on a connection of its own.
    static SlowBodies open(InetSocketAddress address, int count) throws IOException {
        SlowBodies slow = new SlowBodies();
        try {
            for (int i = 0; i < count; i++) {
                RawHttp raw = RawHttp.connect(address);
                slow.connections.add(raw);
                raw.send("POST " + DeviceApi.TOKEN + " HTTP/1.1\r\n" + Stand.HOST
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + BYTES + "\r\n\r\n");
            }
            slow.sendOneByteEach();
            return slow;
        } catch (IOException | RuntimeException | Error e) {
            slow.close();
            throw e;
        }
    }

    /// Sends a byte of each.
    void sendOneByteEach() throws IOException {
        for (RawHttp raw : connections) {
            raw.send("a");
        }
        sent++;
    }

    /// Sends what is left of each, and returns what they are answered with.
    List<Answer> finish() throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (RawHttp raw : connections) {
            raw.send("a".repeat(BYTES - sent));
        }
        for (RawHttp raw : connections) {
            answers.add(raw.answer());
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (RawHttp raw : connections) {
            raw.close();
        }
    }
}
