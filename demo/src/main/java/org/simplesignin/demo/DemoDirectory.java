package org.simplesignin.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;

/// The directory of a demo: what its processes are told in files, and where each keeps its own. One demo at a time uses
/// it.
final class DemoDirectory implements AutoCloseable {
    static final String APP = "sample-tv";
    static final String IDENTITY_PROVIDER = "sample-video";

    private static final String BEGUN = "registered";
    private static final String MARKER = "simple-sign-in-demo.lock";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private record Registry(List<Provider> identityProviders, List<App> apps) {}

    private record Provider(String identityProviderName, String name) {}

    private record App(
            String app,
            String name,
            String publisher,
            String identityProviderName,
            String icon,
            List<String> webOrigins,
            boolean nativeApp,
            boolean blocked) {}

    private final Path root;
    private final FileChannel lock;

    private DemoDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Opens a demo directory; makes it where there is none.
    ///
    /// @param fresh whether what earlier runs left is deleted
    /// @throws DemoException where it is something else, in use, or not writable
    static DemoDirectory open(Path path, boolean fresh) throws DemoException {
        Path root = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root, OWNER_ONLY);
            if (!Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
                throw new DemoException(root + " is neither empty nor of a demo: choose another directory with --data");
            }
            FileChannel lock =
                    FileChannel.open(root.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(lock)) {
                lock.close();
                throw new DemoException(
                        "another demo uses " + root + ": stop it, or choose another directory with --data");
            }
            if (fresh) {
                deleteContent(root);
            }
            Files.createDirectories(root.resolve("logs"));
            return new DemoDirectory(root, lock);
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    /// Writes what the server reads: the registry for these ports.
    void write(Ports ports) throws DemoException {
        try {
            copyIcon();
            Files.write(registry(), Json.write(registry(ports)));
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    Path registry() {
        return root.resolve("registry.json");
    }

    /// Returns whether customers and devices are registered: then what people change stays as it is.
    boolean isBegun() {
        return Files.exists(root.resolve(BEGUN));
    }

    void begun() throws DemoException {
        try {
            Files.createFile(root.resolve(BEGUN));
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    /// Returns where the server writes the mails to the customers.
    Path mails() {
        return of(Launch.SERVER).resolve("mail");
    }

    /// Returns the directory in which a part keeps its own.
    Path of(String part) {
        return root.resolve(part);
    }

    Path log(String part) {
        return root.resolve("logs").resolve(part + ".log");
    }

    /// Returns the key with which the demo's page opens the shell of a device; the device's client has made it.
    String shellKey(Device device) throws IOException {
        return Files.readString(of(device.id()).resolve("shell.key")).strip();
    }

    /// Returns the user id of whoever runs the demo: the sample's command-line app runs under the same.
    int userId() throws DemoException {
        try {
            return (Integer) Files.getAttribute(root, "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new DemoException("the demo needs Linux or macOS: this system does not tell user ids", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            System.err.println("simple-sign-in: the lock of " + root + " could not be given up: " + e.getMessage());
        }
    }

    private Registry registry(Ports ports) {
        List<String> origins = Device.ALL.stream()
                .map(device -> "http://" + device.sampleHost() + ":" + ports.backend())
                .toList();
        return new Registry(
                List.of(new Provider(IDENTITY_PROVIDER, "Sample Video")),
                List.of(new App(
                        APP,
                        "SSISampleApplication",
                        "Sample Video",
                        IDENTITY_PROVIDER,
                        "sample.svg",
                        origins,
                        true,
                        false)));
    }

    private void copyIcon() throws IOException {
        try (InputStream icon = DemoDirectory.class.getResourceAsStream("/org/simplesignin/sample/app/icon.svg")) {
            if (icon == null) {
                throw new IOException("the sample's icon is missing from the class path: build the project again");
            }
            Files.copy(icon, root.resolve("sample.svg"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void deleteContent(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(root.resolve(MARKER))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (!directory.equals(root)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static DemoException notWritable(Path root, IOException e) {
        return new DemoException(root + " is not writable: choose another directory with --data", e);
    }
}
