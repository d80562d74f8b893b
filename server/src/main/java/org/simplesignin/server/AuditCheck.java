package org.simplesignin.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.simplesignin.server.audit.AuditFindings;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.storage.StorageException;

/// Checks the audit log in a data directory, whether or not a server is at work in it, and changes nothing there.
final class AuditCheck {
    private static final int TRIES = 3;

    private final Path directory;
    private final Path database;
    private final Path log;

    AuditCheck(Path directory) {
        this.directory = directory;
        this.database = directory.resolve("server.db");
        this.log = directory.resolve("server.db-wal");
    }

    /// What a server that comes or goes meanwhile changes.
    private record State(long bytes, FileTime changed, long logBytes) {}

    /// Returns what it found.
    ///
    /// @throws UnusableConfigurationException with one line for the operator, where there is nothing to check
    /// @throws StorageException with one line for the operator, where the database cannot be read
    AuditFindings findings() {
        if (!Files.isRegularFile(database)) {
            throw new UnusableConfigurationException("there is no " + database);
        }
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                if (isServed()) {
                    return DataDirectory.auditWhileServed(database);
                }
                State before = state();
                AuditFindings findings = before.logBytes() > 0 ? withLog() : DataDirectory.auditAtRest(database);
                // Nothing keeps a server from starting meanwhile, as a check must keep nobody from being served.
                if (state().equals(before)) {
                    return findings;
                }
            }
        } catch (IOException e) {
            throw new UnusableConfigurationException(directory + " cannot be read: " + e.getMessage(), e);
        }
        throw new UnusableConfigurationException(directory + " changes while it is read: try again");
    }

    private State state() throws IOException {
        return new State(
                Files.size(database), Files.getLastModifiedTime(database), Files.exists(log) ? Files.size(log) : 0);
    }

    /// The lock is of whoever serves; asking for a shared one takes it for a moment at most.
    private boolean isServed() throws IOException {
        Path file = directory.resolve("lock");
        if (Files.notExists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /// A server that was killed has left lines in the write-ahead log. Reading them there would write beside it, so a
    /// copy is read, for which the owner's temporary directory needs room.
    private AuditFindings withLog() throws IOException {
        Path copies = Files.createTempDirectory("verify-audit");
        Path copy = copies.resolve("server.db");
        Path copyOfLog = copies.resolve("server.db-wal");
        try {
            Files.copy(database, copy);
            Files.copy(log, copyOfLog);
            return DataDirectory.auditWhileServed(copy);
        } finally {
            for (String companion : new String[] {"-wal", "-shm", ""}) {
                delete(copies.resolve("server.db" + companion));
            }
            delete(copies);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a copy of the database is left at " + file + ": delete it", e);
        }
    }
}
