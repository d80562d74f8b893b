package org.simplesignin.client.device;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Looks whether what lies on the disk is this user's alone. A secret that somebody else has put there, or may have
/// read, is worse than none: the client does not start with it, and never writes through a link to another place.
public final class Ownership {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 022;

    private Ownership() {}

    /// Refuses a file that is a link or no file, another user's, or open to others than its owner.
    ///
    /// @throws UnusableException saying what to do about it
    /// @throws IOException where it cannot be looked at
    public static void requirePrivate(Path file) throws UnusableException, IOException {
        requireOwnFile(file);
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
            throw new UnusableException("others than its owner may use " + file + ": run chmod 600, or remove it");
        }
    }

    /// Refuses a file that is a link or no file, or another user's.
    ///
    /// @throws UnusableException saying what to do about it
    /// @throws IOException where it cannot be looked at
    static void requireOwnFile(Path file) throws UnusableException, IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnusableException(file + " is a link or no file: remove it");
        }
        requireOwn(file);
    }

    /// Refuses what is no directory of this user's. A link to one is no directory.
    ///
    /// @throws UnusableException saying what to do about it
    /// @throws IOException where it cannot be looked at
    static void requireOwnDirectory(Path directory) throws UnusableException, IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnusableException(directory + " is no directory: remove it, or give another --data");
        }
        requireOwn(directory);
    }

    /// Refuses a directory in which somebody else could put another file in the place of one of this user's.
    ///
    /// @throws UnusableException saying what to do about it
    /// @throws IOException where it cannot be looked at
    public static void requireNobodyElseReplaces(Path directory) throws UnusableException, IOException {
        int mode = (Integer) Files.getAttribute(directory, "unix:mode");
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        boolean shared = (mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0;
        if (shared || (owner != user() && owner != 0)) {
            throw new UnusableException(
                    "others may change " + directory + ": give a directory that only this user or root may change");
        }
    }

    private static void requireOwn(Path path) throws UnusableException, IOException {
        int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != user()) {
            throw new UnusableException(path + " belongs to another user: remove it, or give it to the client's user");
        }
    }

    private static long user() {
        return new UnixSystem().getUid();
    }
}
