package org.simplesignin.http;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;

/// Looks once a second which connections have used up the time of their step. Thread-safe.
final class StepWatch implements Connection.Listener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());

    private final ListenerBounds bounds;
    private final Map<Connection, Steps> open = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;

    StepWatch(ListenerBounds bounds) {
        this.bounds = bounds;
        Thread.ofPlatform().name("http-steps").daemon().start(this::watch);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Steps(connection, bounds));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /// Returns the steps of an open connection; of one that has just closed, steps that nobody watches any more.
    Steps of(Connection connection) {
        Steps steps = open.get(connection);
        return steps == null ? new Steps(connection, bounds) : steps;
    }

    private void watch() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Steps steps : open.values()) {
            try {
                if (closing) {
                    steps.closeIfWaiting();
                }
                steps.closeIfOver(now);
            } catch (RuntimeException | Error e) {
                // One that cannot be closed must not keep the others open, nor end this thread.
                LOG.log(Level.ERROR, "a connection could not be closed", e);
            }
        }
    }

    /// Closes the connections without a request under way, now and from now on.
    void closeWaiting() {
        closing = true;
        look();
    }

    /// Returns whether the grace is over, and requests are cut off.
    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
