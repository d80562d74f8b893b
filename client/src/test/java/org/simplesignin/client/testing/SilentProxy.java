package org.simplesignin.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a client and a [FakeServer] and can do what a network does in a bad night: connections that are open
/// take every byte and give none back, without an error, and new ones work. Each connection has its own to the server.
public final class SilentProxy implements AutoCloseable {
    /// Bytes of requests that were taken and not handed on.
    public final AtomicLong swallowed = new AtomicLong();
    /// How many bytes of its answers a new connection gets before it falls silent.
    public volatile long mostAnswerBytes = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private static final class Line {
        final Socket client;
        final Socket server;
        final AtomicLong answerBytes;
        volatile boolean silent;

        Line(Socket client, Socket server, long mostAnswerBytes) {
            this.client = client;
            this.server = server;
            this.answerBytes = new AtomicLong(mostAnswerBytes);
        }
    }

    public SilentProxy(FakeServer server) throws IOException {
        serverPort = Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1));
        listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        server.seenAs = url();
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /// Makes all open connections silent, for good.
    public void silence() {
        lines.forEach(line -> line.silent = true);
    }

    /// Loses what the server answers on all open connections, for good: requests still reach it.
    public void loseAnswers() {
        lines.forEach(line -> line.answerBytes.set(0));
    }

    /// Returns how many connections there were.
    public int connections() {
        return lines.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Line line =
                        new Line(client, new Socket(InetAddress.ofLiteral("127.0.0.1"), serverPort), mostAnswerBytes);
                lines.add(line);
                Thread.ofVirtual().start(() -> requests(line));
                Thread.ofVirtual().start(() -> answers(line));
            } catch (IOException e) {
                // Closed, or the server is away.
            }
        }
    }

    private void requests(Line line) {
        pump(line, line.client, line.server, count -> {
            if (line.silent) {
                swallowed.addAndGet(count);
            }
            return line.silent ? 0 : count;
        });
    }

    private static void answers(Line line) {
        pump(line, line.server, line.client, count -> {
            int most = (int) Math.min(count, line.answerBytes.getAndAdd(-count));
            if (most < count) {
                line.silent = true;
            }
            return Math.max(0, line.silent && most == count ? 0 : most);
        });
    }

    private interface Share {
        int of(int count);
    }

    private static void pump(Line line, Socket from, Socket to, Share share) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, share.of(count));
            }
            // A silent line says nothing of the other end's end either.
            if (!line.silent) {
                to.close();
            }
        } catch (IOException e) {
            // One of both has hung up.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Line line : lines) {
                line.client.close();
                line.server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
