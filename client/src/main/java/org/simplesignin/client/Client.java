package org.simplesignin.client;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.shell.Reopenings;
import org.simplesignin.client.time.MonotonicTime;

/// The client of one device. A factory reset ends one life of it and begins the next in the same process: as a new
/// device, with a new key, on the same port. Thread-safe. Close it to stop it.
public final class Client implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    private final ClientOptions options;
    private final MonotonicTime time;
    private final Clock clock;
    private final SecureRandom random;
    private final Reopenings reopenings;
    private volatile Runnable onUnable = () -> {};
    private volatile @Nullable UnusableException failure;
    private volatile Running running;
    private boolean closed;

    /// Starts a client; when this returns it serves, and it has asked the server once.
    ///
    /// @throws UnusableException where it cannot start with these options; then nothing is left running
    public Client(ClientOptions options, MonotonicTime time, Clock clock, SecureRandom random)
            throws UnusableException {
        this.time = time;
        this.clock = clock;
        this.random = random;
        this.reopenings = new Reopenings(time, random);
        Running first = new Running(options, time, clock, random, reopenings, this::reset);
        this.running = first;
        this.options = options.onPort(first.port());
    }

    private void reset() {
        Thread.ofVirtual().name("factory-reset").start(this::beginAnew);
    }

    private synchronized void beginAnew() {
        if (closed) {
            return;
        }
        running.farewell(time);
        running.close();
        try {
            running = new Running(options, time, clock, random, reopenings, this::reset);
            LOG.log(Level.INFO, "the device has been reset");
        } catch (UnusableException e) {
            // The reset goes on at the next start.
            closed = true;
            failure = e;
            onUnable.run();
        }
    }

    /// Sets who is told where the client cannot begin anew after a factory reset: it has ended then.
    public void onUnable(Runnable listener) {
        onUnable = listener;
    }

    /// Does nothing, unless the client could not begin anew.
    ///
    /// @throws UnusableException saying what to do about it
    public void requireUsable() throws UnusableException {
        UnusableException unable = failure;
        if (unable != null) {
            throw unable;
        }
    }

    /// Returns `http://host:port`.
    public String url() {
        return running.url();
    }

    /// Returns the port on 127.0.0.1.
    public int port() {
        return options.port();
    }

    /// Returns the key that opens the shell.
    public String shellKey() {
        return running.shellKey();
    }

    /// Returns where native apps knock.
    public Path socket() {
        return running.socket();
    }

    /// Ends dialogs, polls and connections, and frees the data directory. What was acknowledged is on the disk
    /// already.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            running.close();
        }
    }
}
