package org.simplesignin.testing.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A connection over which a test sends exactly the bytes it wants, and reads answers strictly: what is not an
/// answer of HTTP/1.1 is an [IOException]. A test that waits in vain fails after a minute.
public final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// Connects.
    public static RawHttp connect(InetSocketAddress address) throws IOException {
        return connect(address, new Socket());
    }

    /// Connects with as little memory as may be for what it has not read yet.
    static RawHttp connectWithoutBuffer(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1);
        return connect(address, socket);
    }

    private static RawHttp connect(InetSocketAddress address, Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        socket.connect(address, (int) PATIENCE.toMillis());
        return new RawHttp(socket);
    }

    /// Sends these characters, one byte each.
    public RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends these bytes.
    public RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Sends what may be cut off on the way, because the other side has heard enough.
    public RawHttp sendAsMuchAsIsTaken(String text) {
        return sendAsMuchAsIsTaken(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends what may be cut off on the way, because the other side has heard enough.
    public RawHttp sendAsMuchAsIsTaken(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException cutOff) {
            // The answer tells the rest.
        }
        return this;
    }

    /// Tells that nothing more will be sent.
    public RawHttp endOfSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Tells that nothing more will be sent, where the other side has not closed already.
    public void endOfSendingIfOpen() {
        try {
            endOfSending();
        } catch (IOException closed) {
            // Nothing is left to tell.
        }
    }

    /// Breaks the connection off with a reset, as a device does whose power is cut.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Reads one answer to any method but HEAD.
    public Answer answer() throws IOException {
        return answer("GET");
    }

    /// Reads one answer to a request of this method.
    ///
    /// @throws EOFException where the connection ends before it, or within it
    public Answer answer(String method) throws IOException {
        String[] first = line().split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("no status line: " + String.join(" ", first));
        }
        int status = Integer.parseInt(first[1]);
        List<Answer.Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header line: " + line);
            }
            fields.add(new Answer.Field(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        Answer head = new Answer(first[0], status, List.copyOf(fields), new byte[0]);
        boolean bare = method.equals("HEAD") || status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
        return bare ? head : new Answer(first[0], status, List.copyOf(fields), body(head));
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("Transfer-Encoding").equals("chunked")) {
            return chunks();
        }
        String length = head.header("Content-Length");
        return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(exactly(size));
            if (!line().isEmpty()) {
                throw new IOException("a chunk does not end where it says");
            }
        }
        if (!line().isEmpty()) {
            throw new IOException("something follows the last chunk");
        }
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\r'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException(line.size() == 0 ? "no answer" : "the answer ends in a line: " + line);
            }
            if (octet == '\n') {
                throw new IOException("a line ends without CR: " + line);
            }
            line.write(octet);
        }
        if (in.read() != '\n') {
            throw new IOException("CR without LF after " + line);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// Waits for the end of the connection, and returns what came before it.
    public byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException reset) {
            // A reset is an end too; what was read before it is kept.
        }
        return rest.toByteArray();
    }

    /// Waits for this many bytes of an answer, and leaves the rest where it is.
    public String start(int length) throws IOException {
        return new String(exactly(length), StandardCharsets.ISO_8859_1);
    }

    /// Waits for one byte; returns it, or -1 where the connection has ended.
    int octet() throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
