package org.simplesignin.sample.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// What the app remembers between two launches, in a file that only its owner may read. Without a file it remembers
/// nothing.
record SessionFile(@Nullable Path file) {
    private static final int MAX_BYTES = 4 * 1024;
    private static final byte[] SIGNED_OUT = "signed out\n".getBytes(StandardCharsets.US_ASCII);

    /// A remembered session.
    ///
    /// @param asked whether its owner has been asked to link the account
    record Remembered(String session, boolean asked) {
        Remembered {
            Objects.requireNonNull(session, "session");
        }

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    Optional<Remembered> read() throws IOException {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Remembered.class, MAX_BYTES));
        } catch (MalformedMessageException e) {
            return Optional.empty(); // as good as signed out
        }
    }

    void write(Remembered remembered) throws IOException {
        write(Json.write(remembered));
    }

    /// Forgets the session, and keeps that its owner signed out: nobody is signed in again before they ask for it.
    void signOut() throws IOException {
        write(SIGNED_OUT);
    }

    boolean isSignedOut() throws IOException {
        return file != null && Files.exists(file) && Arrays.equals(Files.readAllBytes(file), SIGNED_OUT);
    }

    private void write(byte[] content) throws IOException {
        if (file == null) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void forget() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
