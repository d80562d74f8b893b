package org.simplesignin.client.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A small file, mode 0600, that is always either the old or the new one, also after a power cut. Thread-safe for one
/// writer at a time.
public final class AtomicFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final Gate gate;

    /// Something that changes the disk.
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    /// Lets a change happen, or throws.
    @FunctionalInterface
    interface Gate {
        void pass(Change change) throws IOException;
    }

    /// Names the file; nothing is opened.
    public AtomicFile(Path path) {
        this(path, Change::make);
    }

    AtomicFile(Path path, Gate gate) {
        this.path = path;
        this.gate = gate;
    }

    /// Returns the content, or empty where there is no file.
    ///
    /// @throws IOException where it cannot be read, is a link, or is over `maxBytes`
    public Optional<byte[]> read(int maxBytes) throws IOException {
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException(path.getFileName() + " is over " + maxBytes + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Replaces the content; when this returns it is on the disk.
    public void write(byte[] content) throws IOException {
        gate.pass(() -> replace(content));
    }

    private void replace(byte[] content) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        try (FileChannel out = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory();
    }

    /// Removes the file; does nothing where there is none.
    public void delete() throws IOException {
        gate.pass(() -> {
            if (Files.deleteIfExists(path)) {
                syncDirectory();
            }
        });
    }

    // The new name is only durable once the directory is.
    private void syncDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(path.getFileName() + " has no directory");
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
