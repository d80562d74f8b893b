package org.simplesignin.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the client's Unix socket for one call: every wait ends at the deadline, and when the call's future is
 * completed by somebody else. It waits with a selector because a blocking Unix channel knows no time-out, and a timer
 * would be one more thread. Used by one thread.
 */
final class Connection implements AutoCloseable {
    /** How long to wait before the next try where the client has more connections waiting than it takes. */
    private static final long BUSY_MILLIS = 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;
    private final CompletableFuture<?> future;

    private Connection(SocketChannel channel, Selector selector, long deadline, CompletableFuture<?> future) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        this.future = future;
    }

    /** Thrown where there is nobody to connect to: no socket, nobody listening, or no right to connect. */
    static final class ClientAwayException extends IOException {
        private static final long serialVersionUID = 1L;

        ClientAwayException(IOException cause) {
            super("no client listens on this device", cause);
        }
    }

    /**
     * Connects.
     *
     * @param deadline by {@link System#nanoTime()}, as device clocks jump
     */
    static Connection open(Path socket, long deadline, CompletableFuture<?> future) throws IOException {
        Selector selector = Selector.open();
        // Does nothing once the selector is closed.
        var unused = future.whenComplete((response, thrown) -> selector.wakeup());
        SocketChannel channel = null;
        try {
            while (channel == null) {
                channel = connected(socket);
                if (channel == null) {
                    awaitSelection(selector, deadline, future, BUSY_MILLIS);
                }
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return new Connection(channel, selector, deadline, future);
        } catch (IOException | RuntimeException e) {
            selector.close();
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    /** Returns a connected channel, or null where the client's queue of connections is full. */
    private static @Nullable SocketChannel connected(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // Non-blocking: with a full queue a blocking connect would wait beyond every deadline.
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(socket))) {
                return channel;
            }
            channel.close();
            return null;
        } catch (IOException e) {
            channel.close();
            // Refused (ECONNREFUSED), not allowed (EACCES, a BindException in the JDK), no file (ENOENT); else EAGAIN:
            // full.
            if (e instanceof ConnectException || e instanceof BindException || !Files.exists(socket)) {
                throw new ClientAwayException(e);
            }
            return null;
        }
    }

    /** Sends all of it, or as much as the client takes: one that refuses its caller need not read what was asked. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count;
            try {
                count = channel.write(bytes);
            } catch (IOException closed) {
                return;
            }
            if (count == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** Returns what the client sends, until it closes. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                if (length == 0) {
                    return 0;
                }
                int count = channel.read(ByteBuffer.wrap(into, offset, length));
                while (count == 0) {
                    await(SelectionKey.OP_READ);
                    count = channel.read(ByteBuffer.wrap(into, offset, length));
                }
                return count;
            }
        };
    }

    private void await(int operation) throws IOException {
        Objects.requireNonNull(channel.keyFor(selector)).interestOps(operation);
        awaitSelection(selector, deadline, future, Long.MAX_VALUE);
    }

    private static void awaitSelection(Selector selector, long deadline, CompletableFuture<?> future, long mostMillis)
            throws IOException {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw new SocketTimeoutException("the client did not answer in time");
        }
        // Rounded up: 0 would mean for ever.
        selector.select(Math.min(mostMillis, TimeUnit.NANOSECONDS.toMillis(nanos) + 1));
        selector.selectedKeys().clear();
        if (future.isDone()) {
            throw new IOException("the app took its request back");
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
