package org.simplesignin.server.config;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Looks whether a file with secrets is what it should be before anything in it is believed. Where the operator names
/// the place it may be a link, and nobody but the owner of what it leads to may use that. What the server itself has
/// made in its data directory is a file of its own user, and no link.
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int WRITABLE_BY_OTHERS = 022;

    private SecretFile() {}

    /// Returns whether nobody but its owner may use a file, or what it leads to.
    ///
    /// @throws IOException where it cannot be looked at
    public static boolean isPrivate(Path file) throws IOException {
        return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    }

    /// Returns what to tell the operator about something in the data directory that is no file of the server's own
    /// user, or empty where it is one.
    ///
    /// @throws IOException where it cannot be looked at
    public static Optional<String> strangeness(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(file + " is a link or no file: put the file itself there");
        }
        int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner == new UnixSystem().getUid()
                ? Optional.empty()
                : Optional.of(file + " belongs to another user: run chown on it, if its content is the server's");
    }

    /// Refuses a directory in which somebody else could put another file in the place of one of the server's: it is
    /// another user's, or its group or everybody may write it.
    ///
    /// @throws UnusableConfigurationException with one line for the operator
    /// @throws IOException where it cannot be looked at
    public static void requireNobodyElseReplaces(Path directory) throws IOException {
        int mode = (Integer) Files.getAttribute(directory, "unix:mode");
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        if (owner != new UnixSystem().getUid() && owner != 0) {
            throw new UnusableConfigurationException(
                    directory + " belongs to another user: run chown on it, if its content is the server's");
        }
        if ((mode & WRITABLE_BY_OTHERS) != 0) {
            throw new UnusableConfigurationException(
                    "others than its owner may write " + directory + ": run chmod go-w " + directory);
        }
    }
}
