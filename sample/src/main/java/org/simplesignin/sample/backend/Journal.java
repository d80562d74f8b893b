package org.simplesignin.sample.backend;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// A file of JSON lines that only ever grows at its end: the sample's whole database. What [#append] has returned from
/// is on the disk and survives `kill -9`; a line that was being written at that moment is cut off when the file is
/// opened again. One process at a time has it open. Thread-safe.
final class Journal<T> implements Closeable {
    private static final int MAX_LINE_BYTES = 8 * 1024;

    private final FileChannel channel;
    private final List<T> entries;
    private boolean broken;

    private Journal(FileChannel channel, List<T> entries) {
        this.channel = channel;
        this.entries = List.copyOf(entries);
    }

    /// Opens the journal in this file, which is made where there is none, readable by its owner only.
    ///
    /// @throws IOException where the file cannot be written, is not the backend's alone, is open elsewhere,
    /// or has a line that is not a `type`
    static <T> Journal<T> open(Path file, Class<T> type) throws IOException {
        PrivateFile.require(file);
        FileChannel channel = PrivateFile.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            lock(channel, file);
            List<T> entries = new ArrayList<>();
            int end = parse(readFully(channel), type, entries, file);
            channel.truncate(end); // the torn line of a process that was killed
            channel.position(end);
            channel.force(true);
            PrivateFile.syncDirectory(file);
            return new Journal<>(channel, entries);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Writes a new journal in the place of this file, in one step: after a crash there is the old one or the new
    /// one.
    static void rewrite(Path file, Collection<?> entries) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Object entry : entries) {
            lines.write(line(entry));
        }
        PrivateFile.replace(file, lines.toByteArray());
    }

    /// Returns what was in the file when it was opened, oldest first.
    List<T> entries() {
        return entries;
    }

    /// Adds an entry and returns when it is on the disk. Where that fails nothing was added.
    synchronized void append(T entry) throws IOException {
        if (broken) {
            throw new IOException("the journal could not be written before: restart the backend");
        }
        long end = channel.position();
        try {
            PrivateFile.writeFully(channel, line(entry));
            channel.force(false);
        } catch (IOException e) {
            // Half a line must not become the start of the next one; and after a failed fsync nobody knows what is
            // there.
            broken = true;
            channel.truncate(end);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            FileLock lock = channel.tryLock(); // given up when the channel closes
            if (lock == null) {
                throw inUse(file, null);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(file, e);
        }
    }

    private static IOException inUse(Path file, @Nullable Throwable cause) {
        return new IOException(file.getFileName() + " is in use by another backend: stop that one first", cause);
    }

    /// Reads through the channel that holds the lock: closing another one of the same file would give the lock up.
    private static byte[] readFully(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the journal became shorter while it was read");
            }
        }
        return buffer.array();
    }

    private static <T> int parse(byte[] bytes, Class<T> type, List<T> into, Path file) throws IOException {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    into.add(Json.read(Arrays.copyOfRange(bytes, start, i), type, MAX_LINE_BYTES));
                } catch (MalformedMessageException e) {
                    throw new IOException("line " + (into.size() + 1) + " of " + file.getFileName() + " is damaged", e);
                }
                start = i + 1;
            }
        }
        return start;
    }

    private static byte[] line(Object entry) throws IOException {
        byte[] json = Json.write(entry);
        if (json.length > MAX_LINE_BYTES) {
            throw new IOException("the entry is over " + MAX_LINE_BYTES + " bytes");
        }
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
