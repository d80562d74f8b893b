package org.simplesignin.http;

import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Goes on accepting whatever happens, and says so at most once a minute: a process without a free descriptor
/// fails at every try.
final class PatientConnector extends ServerConnector {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final long PAUSE_MILLIS = 1_000;
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    // One thread accepts, and it alone looks at these.
    private long failuresSinceTold;
    private long toldAt = System.nanoTime() - QUIET_NANOS;

    PatientConnector(Server server, HttpConnectionFactory http) {
        // One acceptor of its own: it pauses where no descriptor is left, which a selector does not.
        super(server, 1, -1, http);
    }

    /// Returns whether to try again.
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!isRunning() || isShutdown() || (failure instanceof ClosedChannelException && !isOpen())) {
            return false;
        }
        failuresSinceTold++;
        long now = System.nanoTime();
        if (now - toldAt >= QUIET_NANOS) {
            LOG.log(Level.WARNING, "no connection was accepted ({0} times): {1}", failuresSinceTold, failure);
            failuresSinceTold = 0;
            toldAt = now;
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // Interrupted when it is to stop, and asked again then.
            return isRunning() && !isShutdown();
        }
        return true;
    }
}
