package org.simplesignin.server.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands where the server would, counts who comes, and answers each request with an empty 200.
final class CountingBackend implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n");
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();

    CountingBackend() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Returns how many connections there were: each is of one request.
    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    return;
                }
                head.append((char) octet);
            }
            Matcher length = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
            // What is left unread would break the answer off.
            in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
            socket.getOutputStream().write(ANSWER);
        } catch (IOException e) {
            // The proxy has hung up.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
