package org.simplesignin.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;

/// The page with the devices side by side, on a port of 127.0.0.1.
final class DemoPage implements AutoCloseable {
    private static final ListenerBounds BOUNDS = new ListenerBounds(
            256, // connections
            64, // requests at work
            Duration.ofSeconds(5), // of patience to be among them
            Duration.ofSeconds(40), // waiting for a request
            Duration.ofSeconds(30), // reading its body
            Duration.ofMinutes(1), // working on it
            Duration.ofSeconds(30), // writing the answer
            Duration.ofSeconds(1)); // of grace at the end

    private final HttpListener web;

    DemoPage(int port, Launch launch, DemoDirectory directory) throws DemoException {
        try {
            web = HttpListener.start(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                    BOUNDS,
                    new DemoSite(launch, directory));
        } catch (BindException e) {
            throw new DemoException("port " + port + " is taken: choose another one with --port", e);
        } catch (IOException e) {
            throw new DemoException("the demo's page cannot be served: " + e.getMessage(), e);
        }
    }

    int port() {
        return web.port();
    }

    @Override
    public void close() {
        web.close();
    }
}
