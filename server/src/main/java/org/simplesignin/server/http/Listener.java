package org.simplesignin.server.http;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.config.UnusableConfigurationException;

/// The TCP side: one loopback port with every size, number and time bounded. Behind a TLS proxy in operation.
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final int MOST_CONNECTIONS = 1024;
    private static final int MOST_REQUESTS_AT_ONCE = 128;
    private static final int MOST_REQUESTS_WAITING = 512;
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int MOST_REQUEST_LINE_BYTES = 4 * 1024;
    private static final Duration QUEUE_TIME = Duration.ofSeconds(5);
    /// Longer than HTTP clients keep an idle connection (30 s in the JDK's), so that it is they who close it.
    private static final Duration READ_TIME = Duration.ofSeconds(40);
    /// What is read of a body that is too large, so that its sender can read the refusal; beyond it the connection
    /// is cut.
    private static final long MOST_DRAINED_BYTES = 4 * Limits.REQUEST_BYTES;
    private static final Duration IDLE_TIME = Duration.ofMinutes(2);

    private final WebServer server;

    private Listener(WebServer server) {
        this.server = server;
    }

    /// Starts to listen on this port of 127.0.0.1; 0 takes any free one.
    ///
    /// @throws UnusableConfigurationException where the port cannot be had
    public static Listener start(int port, Routes routes) {
        requireFree(port);
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.mount(routing);
        WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofSeconds(2))
                .maxTcpConnections(MOST_CONNECTIONS)
                .concurrencyLimit(FixedLimit.builder()
                        .permits(MOST_REQUESTS_AT_ONCE)
                        .queueLength(MOST_REQUESTS_WAITING)
                        .queueTimeout(QUEUE_TIME)
                        .build())
                .idleConnectionTimeout(IDLE_TIME)
                .maxPayloadSize(MOST_DRAINED_BYTES)
                // On socket channels the read time-out has no effect: who sends a byte a minute would hold a connection
                // for good.
                .useNio(false)
                .connectionOptions(
                        SocketOptions.builder().readTimeout(READ_TIME).build())
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(MOST_HEADER_BYTES)
                        .maxPrologueLength(MOST_REQUEST_LINE_BYTES)
                        .build())
                .directHandlers(directHandlers())
                .routing(routing)
                .build()
                .start();
        // Helidon logs a port that it could not have, and goes on without.
        if (!server.isRunning()) {
            throw taken(port, null);
        }
        return new Listener(server);
    }

    /// Asks first, so that a taken port is one line and not a page of log.
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.log(Level.DEBUG, "port {0} is free", Integer.toString(socket.getLocalPort()));
        } catch (IOException e) {
            throw taken(port, e);
        }
    }

    private static UnusableConfigurationException taken(int port, @Nullable IOException cause) {
        return new UnusableConfigurationException(
                "port " + port + " of 127.0.0.1 is taken: stop the other process or choose another --port", cause);
    }

    /// What is refused before it reaches a route gets a problem document too, without any of the request in it.
    private static DirectHandlers directHandlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, eventType, status, headers, message) -> DirectHandler.TransportResponse.builder()
                            .status(status)
                            .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                            .header(HeaderNames.CACHE_CONTROL, "no-store")
                            .entity(Json.write(
                                    codeOf(status).problem("The request was refused before it reached a route")))
                            .keepAlive(false)
                            .build());
        }
        return handlers.build();
    }

    private static ProblemCode codeOf(Status status) {
        return switch (status.code()) {
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 413 -> ProblemCode.PAYLOAD_TOO_LARGE;
            case 503 -> ProblemCode.OVERLOADED;
            default -> status.code() < 500 ? ProblemCode.MALFORMED_REQUEST : ProblemCode.INTERNAL;
        };
    }

    /// Returns the port it listens on.
    public int port() {
        return server.port();
    }

    /// Stops listening and ends the connections.
    @Override
    public void close() {
        server.stop();
    }
}
