package org.simplesignin.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Frames;

/// A device client on a real Unix socket that does as it is told: each connection gets the next behaviour, the last one
/// again and again.
final class FakeClient implements AutoCloseable {
    /// What becomes of a connection; closed afterwards.
    interface Behaviour {
        void serve(Connected app) throws Exception;
    }

    /// A connection with its app.
    record Connected(SocketChannel channel, BlockingQueue<AppRequest> requests) {
        AppRequest read() throws Exception {
            AppRequest request = Frames.readRequest(Channels.newInputStream(channel));
            requests.add(request);
            return request;
        }

        void send(AppResponse response) throws IOException {
            send(Frames.response(response));
        }

        void send(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        void sendFrame(String json) throws IOException {
            byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
            send(ByteBuffer.allocate(4 + utf8.length)
                    .putInt(utf8.length)
                    .put(utf8)
                    .flip());
        }

        void awaitClose() throws IOException {
            InputStream in = Channels.newInputStream(channel);
            while (in.read() >= 0) {
                // Nothing more is expected.
            }
        }
    }

    private final ServerSocketChannel listener;
    private final Thread acceptor;
    private final Path socket;
    private final List<Behaviour> behaviours;
    private final BlockingQueue<AppRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final List<Thread> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private FakeClient(Path socket, List<Behaviour> behaviours) throws IOException {
        this.socket = socket;
        this.behaviours = behaviours;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket), 1);
        acceptor = Thread.ofPlatform().name("fake-client").start(this::accept);
    }

    /// Starts one.
    static FakeClient listening(Path directory, Behaviour... behaviours) throws IOException {
        return new FakeClient(directory.resolve("client.sock"), List.of(behaviours));
    }

    /// Answers every request with this.
    static Behaviour answering(AppResponse response) {
        return app -> {
            app.read();
            app.send(response);
        };
    }

    /// Answers every request with this frame.
    static Behaviour answeringFrame(String json) {
        return app -> {
            app.read();
            app.sendFrame(json);
        };
    }

    Path socket() {
        return socket;
    }

    int connections() {
        return connections.get();
    }

    /// Returns the next request, waiting for it.
    AppRequest request() throws InterruptedException {
        AppRequest request = requests.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    /// Returns all requests that came and were not taken yet.
    List<AppRequest> requests() {
        List<AppRequest> all = new ArrayList<>();
        requests.drainTo(all);
        return all;
    }

    /// Waits until one more connection is done with.
    void awaitConnectionEnd() throws InterruptedException {
        if (closed.poll(30, TimeUnit.SECONDS) == null) {
            throw new AssertionError("the connection stayed open");
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                Behaviour behaviour = behaviours.get(Math.min(connections.getAndIncrement(), behaviours.size() - 1));
                servers.add(Thread.ofPlatform().name("fake-client connection").start(() -> serve(channel, behaviour)));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(SocketChannel channel, Behaviour behaviour) {
        try (channel) {
            behaviour.serve(new Connected(channel, requests));
        } catch (Exception e) {
            faults.add(e);
        }
        closed.add(1);
    }

    /// Stops, and fails where a behaviour did.
    @Override
    public void close() throws IOException {
        listener.close();
        join(acceptor);
        servers.forEach(FakeClient::join);
        java.nio.file.Files.deleteIfExists(socket);
        if (!faults.isEmpty()) {
            throw new AssertionError("the fake client failed", faults.getFirst());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + thread.getName() + " ended", e);
        }
    }
}
