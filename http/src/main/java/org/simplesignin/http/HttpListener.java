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
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /// Beyond it nothing is known of the request but that it is too large; up to it the site still sees who
    /// asks.
    private static final int MOST_HEAD_BYTES_READ = 4 * StrictRequest.MOST_HEAD_BYTES;

    private static final int BACKLOG = 512;
    private static final int UNWANTED_READS = 4;
    private static final int MOST_PLATFORM_THREADS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /// For requests that are cut off to notice it.
    private static final Duration CUT_OFF = Duration.ofSeconds(2);

    private final Server server;
    private final ServerConnector connector;
    private final StepWatch watch;
    private final ExecutorService handlers;

    private HttpListener(Server server, ServerConnector connector, StepWatch watch, ExecutorService handlers) {
        this.server = server;
        this.connector = connector;
        this.watch = watch;
        this.handlers = handlers;
    }

    /// Starts to listen.
    ///
    /// @param address with port 0 for any free one
    /// @throws TooFewDescriptorsException where the process may not open a file for each connection, and 256 more.
    ///     Each listener counts for itself alone: with several in one process the operator adds them up.
    /// @throws BindException where the port is taken, or may not be had
    /// @throws IOException where it cannot listen for another reason
    public static HttpListener start(InetSocketAddress address, ListenerBounds bounds, Site site) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        Descriptors.require(bounds.connections());
        EngineLog.quieten();
        ExecutorService handlers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        Server server = new Server(threads(handlers));
        StepWatch watch = new StepWatch(bounds);
        ServerConnector connector = connector(server, address, watch);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(bounds.connections(), connector));
        SiteHandler handler = new SiteHandler(site, watch, new AtWork(bounds.atWork(), bounds.patience()));
        server.setHandler(new GracefulHandler(handler));
        server.setErrorHandler(handler.refusals());
        server.setStopTimeout(bounds.grace().toMillis());
        HttpListener listener = new HttpListener(server, connector, watch, handlers);
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

    private static QueuedThreadPool threads(ExecutorService handlers) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_PLATFORM_THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(handlers);
        return threads;
    }

    private static ServerConnector connector(Server server, InetSocketAddress address, StepWatch watch) {
        ServerConnector connector = new PatientConnector(server, new HttpConnectionFactory(configuration()));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        // The steps are what bounds a connection, also while the listener closes.
        connector.setIdleTimeout(0);
        connector.setShutdownIdleTimeout(-1);
        connector.addBean(watch);
        return connector;
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
    /// none is left would fail for good. A site that does not answer yet may still do so later.
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
            } catch (SocketTimeoutException e) {
                LOG.log(Level.WARNING, "the first request was not answered within {0}", WARM_UP);
            }
        }
    }

    /// Returns the port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Stops listening, lets requests under way end for the time of [ListenerBounds#grace()], and cuts off the
    /// rest: their connections are closed and their threads interrupted. Closing twice does nothing more.
    @Override
    public void close() {
        watch.closeWaiting();
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "requests were cut off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the listener did not stop cleanly", e);
        } finally {
            watch.close();
            cutOff();
        }
    }

    private void cutOff() {
        handlers.shutdownNow();
        try {
            if (!handlers.awaitTermination(CUT_OFF.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "a request goes on though its listener is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
