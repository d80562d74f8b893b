package org.simplesignin.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;
import org.simplesignin.http.TooFewDescriptorsException;
import org.simplesignin.server.config.UnusableConfigurationException;

/// The two ports of a server, with every size, number and time bounded: the one that devices and browsers reach,
/// on loopback behind the operator's TLS proxy, and the one for the operator's own tools, which no proxy serves.
public final class Listener implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 1024;
    private static final int MOST_REQUESTS_AT_ONCE = 128;
    private static final int MOST_CONNECTIONS_OF_OPERATORS = 32;
    private static final int MOST_REQUESTS_OF_OPERATORS = 8;
    private static final Duration QUEUE_TIME = Duration.ofSeconds(5);
    /// Longer than HTTP clients keep an idle connection (30 s in the JDK's), so that it is they who close it.
    private static final Duration WAITING = Duration.ofSeconds(40);
    private static final Duration READING = Duration.ofSeconds(30);
    private static final Duration WORKING = Duration.ofMinutes(2);
    private static final Duration WRITING = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final HttpListener listener;

    private Listener(HttpListener listener) {
        this.listener = listener;
    }

    /// Starts to listen on this port of 127.0.0.1; 0 takes any free one.
    ///
    /// @throws UnusableConfigurationException where the port cannot be had
    public static Listener start(int port, Routes routes) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        return start(address, "--port", MOST_CONNECTIONS, MOST_REQUESTS_AT_ONCE, routes);
    }

    /// Starts to listen for the operator's own tools.
    ///
    /// @throws UnusableConfigurationException where address and port cannot be had
    public static Listener startForOperators(InetSocketAddress address, Routes routes) {
        return start(
                address,
                "--operations-port or --operations-host",
                MOST_CONNECTIONS_OF_OPERATORS,
                MOST_REQUESTS_OF_OPERATORS,
                routes);
    }

    private static Listener start(
            InetSocketAddress address, String option, int connections, int atOnce, Routes routes) {
        ListenerBounds bounds =
                new ListenerBounds(connections, atOnce, QUEUE_TIME, WAITING, READING, WORKING, WRITING, GRACE);
        try {
            return new Listener(HttpListener.start(address, bounds, routes));
        } catch (TooFewDescriptorsException e) {
            throw new UnusableConfigurationException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UnusableConfigurationException(
                    "port " + address.getPort() + " of " + address.getAddress().getHostAddress()
                            + " is taken: stop the other process or choose another " + option,
                    e);
        }
    }

    /// Returns the port it listens on.
    public int port() {
        return listener.port();
    }

    /// Stops listening; requests under way have two seconds to end.
    @Override
    public void close() {
        listener.close();
    }
}
