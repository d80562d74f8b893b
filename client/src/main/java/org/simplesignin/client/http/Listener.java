package org.simplesignin.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;

/// The HTTP listener on 127.0.0.1. Every request passes the `Host` check before any route sees it, every answer carries
/// the security headers, every failure ends as a problem document.
public final class Listener implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 256;

    /// Every connection may have a request at work: apps wait for their dialogs, pages for news. A dialog may be open
    /// for 15 minutes.
    private static final ListenerBounds BOUNDS = new ListenerBounds(
            MOST_CONNECTIONS,
            MOST_CONNECTIONS,
            Duration.ofSeconds(2),
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Duration.ofMinutes(20),
            Duration.ofSeconds(30),
            Duration.ZERO);

    private final Authority authority;
    private final HttpListener listener;

    /// Binds the port and serves.
    ///
    /// @param port 0 for any free one
    /// @param framers who may show a refusal in a frame, as `frame-ancestors` lists them
    /// @throws IOException where the port cannot be had
    public Listener(Authority authority, int port, String framers, List<Routed> parts) throws IOException {
        this.authority = authority;
        Routes routes = new Routes();
        parts.forEach(part -> part.routing(routes));
        // Before anybody can ask: after a factory reset pages wait for this very port, and a 403 would turn them away.
        authority.bound(port);
        listener = HttpListener.start(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                BOUNDS,
                new LoopbackSite(authority, routes, framers));
        authority.bound(listener.port());
    }

    /// Returns `http://host:port`.
    public String url() {
        return authority.origin();
    }

    /// Returns the port it listens on.
    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
