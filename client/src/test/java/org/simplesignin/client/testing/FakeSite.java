package org.simplesignin.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;
import org.simplesignin.http.Site;

/// The HTTP side of a fake: a real listener with bounds that no test reaches.
///
/// @param answering is asked for everything but the root, with which the listener warms up
record FakeSite(Answering answering) implements Site {
    private static final ListenerBounds BOUNDS = new ListenerBounds(
            1000,
            1000,
            Duration.ofSeconds(30),
            Duration.ofMinutes(20),
            Duration.ofMinutes(1),
            Duration.ofMinutes(20),
            Duration.ofMinutes(1),
            Duration.ZERO);

    /// Answers one request.
    interface Answering {
        void answer(Exchange exchange) throws Exception;
    }

    static HttpListener listen(int port, Answering answering) {
        try {
            return HttpListener.start(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BOUNDS, new FakeSite(answering));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void send(Exchange exchange, int status, String text) {
        exchange.answer(status, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void answer(Exchange exchange) {
        if (exchange.path().equals("/")) {
            send(exchange, 404, "");
            return;
        }
        try {
            answering.answer(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void refuse(Exchange exchange, int status) {
        send(exchange, status, "refused");
    }
}
