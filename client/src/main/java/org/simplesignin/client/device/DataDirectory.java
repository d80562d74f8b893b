package org.simplesignin.client.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The client's own directory, held by one client at a time.
///
/// ```
/// DATA             0711: apps of other uids reach the socket in it, but see no list
///   client.sock    unless --socket says otherwise
///   shell.key      0600
///   factory-reset  while a factory reset is under way
///   state/         0700: device key, sessions, settings, metric events
/// ```
///
/// Files in it that are not this user's alone are not trusted: they stop the start, see [Ownership].
///
/// A factory reset is a mark on the disk that is obeyed by the next opening: so a power cut in the middle changes
/// nothing about its end.
public final class DataDirectory implements AutoCloseable {
    private static final int MOST_KEY_BYTES = 128;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String SHELL_KEY = "shell.key";
    private static final String LOCK = "lock";
    private static final String RESET = "factory-reset";

    private final Path root;
    private final Path state;
    private final FileChannel lockFile;
    private final StateDirectory files;
    private final boolean wiped;

    private DataDirectory(Path root, Path state, FileChannel lockFile, boolean wiped) {
        this.root = root;
        this.state = state;
        this.lockFile = lockFile;
        this.files = new StateDirectory(state);
        this.wiped = wiped;
    }

    /// Creates what is missing, takes the lock and does what a factory reset has left to do.
    ///
    /// @throws UnusableException where it cannot be written, another client holds it, or something in it is
    /// not this user's alone
    public static DataDirectory open(Path root) throws UnusableException {
        try {
            Path state = root.resolve("state");
            Files.createDirectories(root);
            Ownership.requireOwnDirectory(root.toRealPath());
            own(root, "rwx--x--x");
            if (Files.notExists(state, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Ownership.requireOwnDirectory(state);
            own(state, "rwx------");
            FileChannel lockFile = FileChannel.open(
                    state.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new UnusableException("another client uses the data directory: stop it or give another --data");
            }
            return opened(root, state, lockFile);
        } catch (IOException e) {
            throw new UnusableException("the data directory cannot be written: give another --data", e);
        }
    }

    private static DataDirectory opened(Path root, Path state, FileChannel lockFile)
            throws IOException, UnusableException {
        try {
            boolean wiped = isThere(root.resolve(RESET));
            if (wiped) {
                wipe(state);
            }
            requireOwnFiles(state);
            return new DataDirectory(root, state, lockFile, wiped);
        } catch (IOException | UnusableException e) {
            lockFile.close();
            throw e;
        }
    }

    private static boolean isThere(Path file) throws IOException, UnusableException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Ownership.requireOwnFile(file);
        return true;
    }

    // The lock is empty, and the clients of before left it open to all.
    private static void requireOwnFiles(Path state) throws IOException, UnusableException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(state)) {
            for (Path file : files) {
                if (!file.equals(state.resolve(LOCK))) {
                    Ownership.requirePrivate(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    // All but the lock, which is empty and held: a second client must not come in meanwhile.
    private static void wipe(Path state) throws IOException {
        try (Stream<Path> all = Files.walk(state)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(state) && !path.equals(state.resolve(LOCK))) {
                    Files.delete(path);
                }
            }
        }
        sync(state);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Begins a factory reset: when this returns, the next opening finds everything of this device wiped, whatever
    /// happens until then.
    ///
    /// @throws IOException where that cannot be written: then nothing is lost
    public void markReset() throws IOException {
        new AtomicFile(root.resolve(RESET)).write(new byte[0]);
    }

    /// Returns whether a factory reset has just wiped what was here.
    public boolean wiped() {
        return wiped;
    }

    /// Ends a factory reset: the new device has written what it begins with.
    ///
    /// @throws UnusableException where that cannot be written
    public void resetDone() throws UnusableException {
        try {
            new AtomicFile(root.resolve(RESET)).delete();
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

    /// Returns the directory of what only this client reads.
    public StateDirectory state() {
        return files;
    }

    /// Returns the path of a file in it that is not an [AtomicFile].
    public Path stateFile(String name) {
        return state.resolve(name);
    }

    /// Returns the path where apps find the socket unless told otherwise.
    public Path socket() {
        return root.resolve("client.sock");
    }

    /// Returns the key that opens the shell, made at the first start. Who can read it owns the device's screen.
    ///
    /// @throws UnusableException where it cannot be read or made, is not a whole key, or not this user's alone
    public String shellKey(RandomGenerator random) throws UnusableException {
        Path path = root.resolve(SHELL_KEY);
        AtomicFile file = new AtomicFile(path);
        try {
            if (!isThere(path)) {
                String key = Secrets.generate(random);
                file.write(key.getBytes(StandardCharsets.US_ASCII));
                return key;
            }
            Ownership.requirePrivate(path);
            byte[] kept = file.read(MOST_KEY_BYTES).orElseThrow(() -> new IOException("shell.key has gone"));
            String key = new String(kept, StandardCharsets.US_ASCII).strip();
            if (!KEY.matcher(key).matches()) {
                throw new UnusableException(
                        "shell.key does not hold 43 characters of base64url: remove it, and a new one is made");
            }
            return key;
        } catch (IOException e) {
            throw new UnusableException("shell.key cannot be read or written: give another --data", e);
        }
    }

    @Override
    public void close() {
        files.close();
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
