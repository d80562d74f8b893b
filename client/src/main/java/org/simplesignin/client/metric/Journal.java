package org.simplesignin.client.metric;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.metric.MetricQueue.Line;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// A file of JSON lines that is only appended to, or replaced as a whole. Not thread-safe.
final class Journal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    private static final int MOST_LINE_BYTES = 64 * 1024;

    private final Path path;
    private FileChannel channel;

    Journal(Path path) throws IOException {
        this.path = path;
        this.channel = open();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /// Hands on every whole line, the oldest first, and cuts off a half-written end.
    void replay(Consumer<Line> lines) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                replayLine(java.util.Arrays.copyOfRange(bytes, start, end), lines);
                start = end + 1;
            }
        }
        channel.truncate(start);
        channel.position(start);
    }

    private static void replayLine(byte[] json, Consumer<Line> lines) {
        try {
            lines.accept(Json.read(json, Line.class, MOST_LINE_BYTES));
        } catch (MalformedMessageException | RuntimeException e) {
            LOG.log(Level.WARNING, "a damaged line of the metric events is left out");
        }
    }

    /// Appends lines; when this returns they are on the disk. Where it throws, nothing of them is.
    void append(List<Line> lines) throws IOException {
        long before = channel.position();
        try {
            write(channel, lines);
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(before);
            channel.position(before);
            throw e;
        }
    }

    private static void write(FileChannel channel, List<Line> lines) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(text(lines));
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] text(List<Line> lines) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Line line : lines) {
            text.writeBytes(Json.write(line));
            text.write('\n');
        }
        return text.toByteArray();
    }

    /// Replaces the content; a kill leaves the old or the new one.
    void replace(List<Line> lines) throws IOException {
        new AtomicFile(path).write(text(lines));
        FileChannel old = channel;
        channel = open();
        channel.position(channel.size());
        old.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
