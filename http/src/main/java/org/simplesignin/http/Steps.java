package org.simplesignin.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;

/// In which step one connection is, and until when that step may last. The engine's own idle time begins anew
/// with every byte, so whoever sends or takes a byte now and then would hold a connection for good.
/// Thread-safe.
final class Steps {
    /// How long a connection that is to be closed stays open for its peer to read the last answer: closed at
    /// once, what the peer still sends would come back as a reset, and the answer would be lost on the way.
    private static final Duration LINGERING = Duration.ofSeconds(2);

    private final Connection connection;
    private final ListenerBounds bounds;
    private volatile long until;
    private volatile boolean waits;

    Steps(Connection connection, ListenerBounds bounds) {
        this.connection = connection;
        this.bounds = bounds;
        waiting();
    }

    void waiting() {
        last(bounds.waiting());
        waits = true;
    }

    void reading() {
        last(bounds.reading());
    }

    void working() {
        last(bounds.working());
    }

    void writing() {
        last(bounds.writing());
    }

    void lingering() {
        last(LINGERING);
    }

    private void last(Duration step) {
        waits = false;
        until = System.nanoTime() + step.toNanos();
    }

    /// Closes the connection where its step has lasted too long.
    void closeIfOver(long now) {
        if (now - until > 0) {
            connection.getEndPoint().close(new TimeoutException("a step of the request lasted too long"));
        }
    }

    /// Closes the connection where no request is under way.
    void closeIfWaiting() {
        if (waits) {
            connection.getEndPoint().close(new TimeoutException("the listener closes"));
        }
    }
}
