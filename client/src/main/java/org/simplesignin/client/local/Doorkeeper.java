package org.simplesignin.client.local;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.time.Backoff;
import org.simplesignin.client.time.MonotonicTime;

/// Lets native apps in, one after the other. Where that fails, as it does while the process has no descriptor left, it
/// tries again after 10 ms, 20 ms, 40 ms … up to 1 s: whoever knocked waits in the backlog. The log has one line when
/// the trouble begins and one when an app has come in and nothing has failed for 10 s, however often it changes in
/// between; and one at the start: the first line of a process loads files, and there may be no descriptor for them
/// later.
final class Doorkeeper {
    private static final System.Logger LOG = System.getLogger(Doorkeeper.class.getName());
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(10);

    private final Door door;
    private final Consumer<SocketChannel> guests;
    private final MonotonicTime time;
    private final Backoff backoff = new Backoff(FIRST, LONGEST);
    /// Absent while all is well.
    private @Nullable Duration lastFailure;

    /// Where they knock.
    @FunctionalInterface
    interface Door {
        /// Waits for the next.
        ///
        /// @throws ClosedChannelException where there will be none any more
        SocketChannel next() throws IOException;
    }

    /// @param guests takes each app; must not wait
    Doorkeeper(Door door, Consumer<SocketChannel> guests, MonotonicTime time) {
        this.door = door;
        this.guests = guests;
        this.time = time;
    }

    /// Works until the door is closed.
    void run() {
        LOG.log(Level.INFO, "native apps can connect");
        try {
            while (true) {
                try {
                    guests.accept(door.next());
                    succeeded();
                } catch (ClosedChannelException e) {
                    return;
                } catch (IOException e) {
                    pause(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void succeeded() {
        backoff.reset();
        if (lastFailure != null && time.now().minus(lastFailure).compareTo(CALM) >= 0) {
            lastFailure = null;
            LOG.log(Level.INFO, "native apps can connect again");
        }
    }

    private void pause(IOException failure) throws InterruptedException {
        if (lastFailure == null) {
            LOG.log(Level.WARNING, "native apps cannot connect now, which is tried again: " + failure.getMessage());
        }
        lastFailure = time.now();
        CountDownLatch over = new CountDownLatch(1);
        time.in(backoff.next(), over::countDown);
        over.await();
    }
}
