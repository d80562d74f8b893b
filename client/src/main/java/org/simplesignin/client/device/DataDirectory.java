package org.simplesignin.client.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The client's own directory, held by one client at a time.
///
/// ```
/// DATA             0711: apps of other uids reach the socket in it, but see no list
///   client.sock    unless --socket says otherwise
///   shell.key      0600
///   state/         0700: device key, sessions, settings, metric events
/// ```
public final class DataDirectory implements AutoCloseable {
    private static final int KEY_BYTES = 128;

    private final Path root;
    private final Path state;
    private final FileChannel lockFile;

    private DataDirectory(Path root, Path state, FileChannel lockFile) {
        this.root = root;
        this.state = state;
        this.lockFile = lockFile;
    }

    /// Creates what is missing and takes the lock.
    ///
    /// @throws UnusableException where it cannot be written or another client holds it
    public static DataDirectory open(Path root) throws UnusableException {
        try {
            Path state = root.resolve("state");
            Files.createDirectories(root);
            own(root, "rwx--x--x");
            if (!Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            own(state, "rwx------");
            FileChannel lockFile = FileChannel.open(
                    state.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new UnusableException("another client uses the data directory: stop it or give another --data");
            }
            return new DataDirectory(root, state, lockFile);
        } catch (IOException e) {
            throw new UnusableException("the data directory cannot be written: give another --data", e);
        }
    }

    private static void own(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /// Returns the path of a file that only this client reads.
    public Path stateFile(String name) {
        return state.resolve(name);
    }

    /// Returns the path where apps find the socket unless told otherwise.
    public Path socket() {
        return root.resolve("client.sock");
    }

    /// Returns the key that opens the shell, made at the first start. Who can read it owns the device's screen.
    ///
    /// @throws UnusableException where it cannot be read or made
    public String shellKey(RandomGenerator random) throws UnusableException {
        AtomicFile file = new AtomicFile(root.resolve("shell.key"));
        try {
            byte[] kept = file.read(KEY_BYTES).orElse(new byte[0]);
            String key = new String(kept, StandardCharsets.US_ASCII).strip();
            if (key.isEmpty()) {
                key = Secrets.generate(random);
                file.write(key.getBytes(StandardCharsets.US_ASCII));
            }
            return key;
        } catch (IOException e) {
            throw new UnusableException("shell.key cannot be read or written: give another --data", e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
