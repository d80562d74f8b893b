package org.simplesignin.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends HTTP requests to 127.0.0.1 with exactly the headers that a test wants, also those that no library would send.
public final class RawHttp {
    /// A listener that is about to stop may take a connection and never answer; no test's own time limit ends a
    /// read.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final String method;
    private final String path;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];
    private Duration patience = PATIENCE;

    private RawHttp(int port, String method, String path) {
        this.port = port;
        this.method = method;
        this.path = path;
    }

    /// What came back.
    public record Reply(int status, Map<String, String> headers, String body) {
        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    public static RawHttp to(int port, String method, String path) {
        return new RawHttp(port, method, path);
    }

    public RawHttp header(String name, @Nullable String value) {
        if (value != null) {
            headers.add(name + ": " + value);
        }
        return this;
    }

    /// Sets how long an answer is waited for: 30 s unless told.
    public RawHttp within(Duration limit) {
        patience = limit;
        return this;
    }

    public RawHttp body(String mediaType, String text) {
        header("Content-Type", mediaType);
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public RawHttp json(String text) {
        return body("application/json", text);
    }

    /// Sends it and leaves the connection open, so that the test can break it.
    public Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout((int) patience.toMillis());
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        socket.getOutputStream().write(all.toByteArray());
        return socket;
    }

    public Reply send() throws IOException {
        try (Socket socket = open()) {
            return read(socket.getInputStream());
        }
    }

    public static Reply read(InputStream in) throws IOException {
        String[] status = line(in).split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] content = "chunked".equals(headers.get("transfer-encoding")) ? chunks(in) : rest(in, headers);
        return new Reply(Integer.parseInt(status[1]), headers, new String(content, StandardCharsets.UTF_8));
    }

    private static byte[] rest(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            all.writeBytes(in.readNBytes(size));
            line(in);
        }
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
