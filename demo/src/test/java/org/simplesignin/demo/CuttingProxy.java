package org.simplesignin.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A wire between device and server that can be cut at an exact place: as a request arrives, or as its answer does. It
/// stays where it is while the server dies and comes back on another port.
final class CuttingProxy implements AutoCloseable {
    /// Where to cut.
    enum Place {
        /// The server never sees the request.
        BEFORE_THE_REQUEST,
        /// The server has done it (its answer is a 2xx), and the answer is lost.
        BEFORE_THE_ANSWER
    }

    private record Cut(Place place, String path, Runnable action) {}

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch cutDone = new CountDownLatch(1);
    private volatile int target;
    private volatile @Nullable Cut cut;
    private volatile boolean closed;

    CuttingProxy() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    void forwardTo(int port) {
        target = port;
    }

    /// Cuts once, at the next request whose first line begins like this; the action runs while the wire is down.
    void cutOnce(Place place, String path, Runnable action) {
        cut = new Cut(place, path, action);
    }

    /// Waits until the cut has been made.
    void awaitCut() throws InterruptedException {
        cutDone.await();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket device = listener.accept();
                open.add(device);
                Thread.ofVirtual().start(() -> connect(device));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket device) {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException serverIsAway) {
            hangUp(device);
            return;
        }
        open.add(server);
        Wire wire = new Wire(device, server);
        Thread.ofVirtual().start(wire::requests);
        wire.answers();
    }

    private void hangUp(Socket... sockets) {
        for (Socket socket : sockets) {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        hangUp(open.toArray(Socket[]::new));
    }

    private final class Wire {
        private final Socket device;
        private final Socket server;
        private volatile @Nullable Cut atAnswer;

        Wire(Socket device, Socket server) {
            this.device = device;
            this.server = server;
        }

        void requests() {
            pump(device, server, chunk -> {
                Cut armed = cut;
                if (armed == null || !text(chunk).contains(armed.path())) {
                    return true;
                }
                if (armed.place() == Place.BEFORE_THE_ANSWER) {
                    atAnswer = armed;
                    return true;
                }
                return !claimed(armed);
            });
        }

        void answers() {
            pump(server, device, chunk -> {
                Cut armed = atAnswer;
                atAnswer = null;
                // A refusal, for want of a nonce say, is not the answer that must be lost.
                return armed == null || !text(chunk).startsWith("HTTP/1.1 2") || !claimed(armed);
            });
        }

        private boolean claimed(Cut armed) {
            synchronized (CuttingProxy.this) {
                if (!armed.equals(cut)) {
                    return false;
                }
                cut = null;
            }
            make(armed);
            return true;
        }

        private void make(Cut made) {
            made.action().run();
            hangUp(device, server);
            cutDone.countDown();
        }

        private void pump(Socket from, Socket to, Predicate<byte[]> passes) {
            byte[] buffer = new byte[64 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (!passes.test(Arrays.copyOf(buffer, n))) {
                        return;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException eitherEndIsGone) { // what this is for: the other end learns of it by the hang-up
            }
            hangUp(device, server);
        }
    }

    private static String text(byte[] chunk) {
        return new String(chunk, StandardCharsets.ISO_8859_1);
    }
}
