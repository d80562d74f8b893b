package org.simplesignin.client.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;

/// The HTTP listener on 127.0.0.1. Every request passes the `Host` check before any route sees it, every answer carries
/// the security headers, every failure ends as a problem document.
public final class Listener implements AutoCloseable {
    /// A dialog may be open for 15 minutes; Helidon counts a connection as idle while its handler runs.
    private static final Duration IDLE = Duration.ofMinutes(20);

    private static final int MOST_CONNECTIONS = 256;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    private final Authority authority;
    private final WebServer server;

    /// Binds the port and serves.
    ///
    /// @param port 0 for any free one
    /// @throws IOException where the port cannot be had
    public Listener(Authority authority, int port, List<HttpService> services) throws IOException {
        this.authority = authority;
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        requireFree(address);
        HttpRouting.Builder routing = HttpRouting.builder();
        routing.addFilter((chain, request, response) -> {
            secure(response);
            if (!authority.isHostOf(request)) {
                Answers.problem(response, Refused.unknownCaller().problem());
                return;
            }
            chain.proceed();
        });
        services.forEach(routing::register);
        routing.any((request, response) -> {
            throw Refused.of(ProblemCode.NOT_FOUND, "there is no such route");
        });
        routing.error(Refused.class, (request, response, refused) -> Answers.problem(response, refused.problem()));
        routing.error(HttpException.class, Listener::malformed);
        routing.error(Throwable.class, Listener::unforeseen);
        server = WebServer.builder()
                .bindAddress(address)
                .addProtocol(Http1Config.builder().maxHeadersSize(HEADER_BYTES).build())
                .idleConnectionTimeout(IDLE)
                .maxTcpConnections(MOST_CONNECTIONS)
                .maxConcurrentRequests(MOST_CONNECTIONS)
                .shutdownGracePeriod(Duration.ZERO)
                .shutdownHook(false)
                .routing(routing)
                .build();
        server.start();
        if (!server.isRunning()) {
            throw new BindException("the port is taken");
        }
        authority.bound(server.port());
    }

    // Helidon logs a port that is taken, with a stack trace, and starts without it.
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(address);
        }
    }

    /// Returns `http://host:port`.
    public String url() {
        return authority.origin();
    }

    /// Returns the port it listens on.
    public int port() {
        return server.port();
    }

    private static void secure(ServerResponse response) {
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.header(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");
    }

    private static void malformed(ServerRequest request, ServerResponse response, HttpException e) {
        int status = e.status().code();
        ProblemCode code = status == 405 ? ProblemCode.METHOD_NOT_ALLOWED : ProblemCode.MALFORMED_REQUEST;
        Answers.problem(response, code.problem("the request is not one that this listener takes"));
    }

    private static void unforeseen(ServerRequest request, ServerResponse response, Throwable e) {
        if (e instanceof UncheckedIOException broken) {
            throw broken;
        }
        // The path is ours and holds no secret; queries and bodies are left out.
        LOG.log(Level.ERROR, () -> "a route failed: " + request.prologue().method(), e);
        if (!response.isSent()) {
            Problem problem = ProblemCode.INTERNAL.problem("see the log of the client");
            Answers.problem(response, problem);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
