package org.simplesignin.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Listens on one TCP port and brings every request to a [Site]. HTTP/1.1 and 1.0, without TLS: a proxy does
/// that.
///
/// - Connections, requests at work, sizes and the time of every step are bounded ([ListenerBounds]); heads are
///   at most 8 KiB, request targets 4 KiB.
/// - What two readers could read in two ways is refused before a route is looked for: see [Exchange#path()],
///   and the framing of bodies (RFC 9112 §11.2).
/// - A process that is out of descriptors pauses for a second and goes on.
///
/// Thread-safe.
public final class HttpListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    // Held, because the logging of the JDK forgets the levels of loggers that nobody holds.
    private static final Logger ENGINE = Logger.getLogger("org.eclipse.jetty");
    // It warns of two Host lines and says what stands in them: a log must not hold what was received.
    private static final Logger PARSER = Logger.getLogger("org.eclipse.jetty.http.HttpParser");

    /// Beyond it nothing is known of the request but that it is too large; up to it the site still sees who
    /// asks.
    private static final int MOST_HEAD_BYTES_READ = 4 * StrictRequest.MOST_HEAD_BYTES;

    private static final int BACKLOG = 512;
    private static final int UNWANTED_READS = 4;
    private static final int MOST_PLATFORM_THREADS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Server server;
    private final ServerConnector connector;
    private final GracefulHandler handler;
    private final StepWatch watch;
    private final Duration grace;

    static {
        if (ENGINE.getLevel() == null) {
            ENGINE.setLevel(java.util.logging.Level.WARNING);
        }
        if (PARSER.getLevel() == null) {
            PARSER.setLevel(java.util.logging.Level.SEVERE);
        }
    }

    private HttpListener(
            Server server, ServerConnector connector, GracefulHandler handler, StepWatch watch, Duration grace) {
        this.server = server;
        this.connector = connector;
        this.handler = handler;
        this.watch = watch;
        this.grace = grace;
    }

    /// Starts to listen.
    ///
    /// @param address with port 0 for any free one
    /// @throws BindException where the port is taken, or may not be had
    /// @throws IOException where it cannot listen for another reason
    public static HttpListener start(InetSocketAddress address, ListenerBounds bounds, Site site) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_PLATFORM_THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory()));
        Server server = new Server(threads);
        StepWatch watch = new StepWatch(bounds);
        // One acceptor of its own: it pauses where no descriptor is left, which a selector does not.
        ServerConnector connector = new ServerConnector(server, 1, -1, new HttpConnectionFactory(configuration()));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        // The steps are what bounds a connection.
        connector.setIdleTimeout(0);
        connector.addBean(watch);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(bounds.connections(), connector));
        SiteHandler ours = new SiteHandler(site, watch, new AtWork(bounds.atWork(), bounds.patience()));
        GracefulHandler handler = new GracefulHandler(ours);
        server.setHandler(handler);
        server.setErrorHandler(ours.refusals());
        HttpListener listener = new HttpListener(server, connector, handler, watch, bounds.grace());
        try {
            server.start();
            listener.warmUp();
        } catch (Exception e) {
            listener.close();
            throw cannotListen(e);
        }
        return listener;
    }

    // The engine hides in another exception that somebody else has the port.
    private static IOException cannotListen(Exception e) {
        if (e.getCause() instanceof BindException taken) {
            return taken;
        }
        return e instanceof IOException io ? io : new IOException("cannot listen", e);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        configuration.setUriCompliance(UriCompliance.DEFAULT);
        configuration.setRequestHeaderSize(MOST_HEAD_BYTES_READ);
        configuration.setMaxUnconsumedRequestContentReads(UNWANTED_READS);
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        return configuration;
    }

    /// Loads what answers need while there are descriptors to load it with: a class that is first needed when
    /// none is left would fail for good.
    private void warmUp() throws IOException {
        InetAddress bound = InetAddress.ofLiteral(connector.getHost());
        InetAddress here = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        for (String head :
                new String[] {"GET / HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\n\r\n", "\0\r\n\r\n"}) {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout((int) WARM_UP.toMillis());
                socket.connect(new InetSocketAddress(here, port()), (int) WARM_UP.toMillis());
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                long answered = in.transferTo(OutputStream.nullOutputStream());
                LOG.log(Level.DEBUG, "warmed up with {0} bytes", Long.toString(answered));
            }
        }
    }

    /// Returns the port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Stops listening, lets requests under way end for the time of [ListenerBounds#grace()], and cuts off the
    /// rest.
    @Override
    public void close() {
        try {
            connector.setAccepting(false);
            awaitRequests();
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the listener did not stop cleanly", e);
        } finally {
            watch.close();
        }
    }

    // The engine's own way would wait for connections too on which nobody asks anything.
    private void awaitRequests() throws InterruptedException, ExecutionException {
        if (grace.isZero()) {
            return;
        }
        try {
            handler.shutdown().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.INFO, "requests under way are cut off: they took longer than {0}", grace);
        }
    }
}
