package org.simplesignin.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import org.simplesignin.server.audit.AuditFindings;
import org.simplesignin.server.config.SecretFile;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.WrappingKeyFile;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.storage.sql.SqlStorage;
import org.simplesignin.server.storage.sql.SqliteAuditCheck;
import org.simplesignin.server.storage.sql.SqliteCustomerKeys;
import org.simplesignin.server.time.Ticker;

/// The server's directory with its three files, opened: `server.db`, the wrapping keys (`wrapping-keys.json`) and the
/// customers' keys (`customer-keys.db`). The keys are made together with the database; beside a database that is there
/// already, missing keys stop the start. One process has it at a time: `lock` says so, and goes with the process.
public final class DataDirectory implements AutoCloseable {
    private static final String UNPACKED = "org.sqlite.tmpdir";

    private final FileChannel lock;
    private final WrappingKeys wrappingKeys;
    private final SqliteCustomerKeys customerKeys;
    private final SqlStorage storage;

    private DataDirectory(
            FileChannel lock, WrappingKeys wrappingKeys, SqliteCustomerKeys customerKeys, SqlStorage storage) {
        this.lock = lock;
        this.wrappingKeys = wrappingKeys;
        this.customerKeys = customerKeys;
        this.storage = storage;
    }

    /// Opens the directory; makes it and its files where they are absent, for their owner only.
    ///
    /// @throws UnusableConfigurationException with one line for the operator, where it cannot be used or keys are
    /// missing
    /// @throws org.simplesignin.server.storage.StorageException with one line for the operator, where a database
    /// cannot be used
    public static DataDirectory open(Path directory, SecureRandom random, Clock clock) {
        return open(directory, random, clock, Ticker.SYSTEM);
    }

    /// As [#open(Path, SecureRandom, Clock)], where time passes as this ticker says.
    public static DataDirectory open(Path directory, SecureRandom random, Clock clock, Ticker ticker) {
        make(directory);
        FileChannel lock = lock(directory);
        try {
            unpackInto(directory);
            return open(directory, lock, random, clock, ticker);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static DataDirectory open(
            Path directory, FileChannel lock, SecureRandom random, Clock clock, Ticker ticker) {
        Path database = directory.resolve("server.db");
        Path wrappingKeyFile = directory.resolve("wrapping-keys.json");
        Path customerKeyFile = directory.resolve("customer-keys.db");
        if (Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
            requireThere(wrappingKeyFile);
            requireThere(customerKeyFile);
        }
        WrappingKeys wrappingKeys = WrappingKeyFile.readOrMake(wrappingKeyFile, random);
        SqliteCustomerKeys store = SqliteCustomerKeys.open(customerKeyFile);
        try {
            CustomerKeys customerKeys = new CustomerKeys(store, wrappingKeys, random, ticker);
            return new DataDirectory(
                    lock, wrappingKeys, store, SqlStorage.open(database, wrappingKeys, customerKeys, random, clock));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Fresh keys here would leave everything unreadable, and look like a healthy start.
    private static void requireThere(Path keyFile) {
        if (Files.notExists(keyFile, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnusableConfigurationException(
                    "there is no " + keyFile + " but the database was sealed under its keys: restore it");
        }
    }

    /// Counts, nonces and opened keys are a process's own: a second server on these files would not know of the
    /// first's.
    private static FileChannel lock(Path directory) {
        Path file = directory.resolve("lock");
        FileChannel channel;
        boolean locked;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw inUse(directory);
        } catch (IOException e) {
            throw new UnusableConfigurationException(
                    "cannot lock " + file + "; --data must be a directory of your own on a local disk", e);
        }
        if (!locked) {
            release(channel);
            throw inUse(directory);
        }
        return channel;
    }

    private static UnusableConfigurationException inUse(Path directory) {
        return new UnusableConfigurationException(
                directory + " is in use by another server; stop that one or choose another --data");
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of the data directory cannot be released", e);
        }
    }

    /// SQLite's driver unpacks its library. In a temporary directory that all share, servers that start at the same
    /// time delete each other's. A process that was killed leaves it, so what is left is deleted.
    private static void unpackInto(Path directory) {
        if (System.getProperty(UNPACKED) == null) {
            System.setProperty(UNPACKED, directory.toAbsolutePath().toString());
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "sqlite-*-*sqlitejdbc.*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new UnusableConfigurationException("cannot delete what an earlier server left in " + directory, e);
        }
    }

    private static void make(Path directory) {
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                SecretFile.requireNobodyElseReplaces(directory);
            }
        } catch (IOException e) {
            throw new UnusableConfigurationException("cannot make " + directory + "; choose another --data", e);
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new UnusableConfigurationException(
                    directory + " is not a directory that can be written; make it one or choose another --data");
        }
    }

    /// Checks the audit log of a database that a server is writing to.
    static AuditFindings auditWhileServed(Path database) {
        return SqliteAuditCheck.whileServed(database);
    }

    /// Checks the audit log of a database that nobody is writing to, in this one file.
    static AuditFindings auditAtRest(Path database) {
        return SqliteAuditCheck.atRest(database);
    }

    /// Returns the wrapping keys.
    public WrappingKeys wrappingKeys() {
        return wrappingKeys;
    }

    /// Returns the database, for whoever looks behind the ports.
    public SqlStorage storage() {
        return storage;
    }

    /// Returns the ports that [Server] needs.
    public Stores stores() {
        return storesOf(storage);
    }

    /// Returns the ports of this storage.
    public static Stores storesOf(SqlStorage storage) {
        return new Stores(
                storage.transactions(),
                storage.customers(),
                storage.devices(),
                storage.registrations(),
                storage.links(),
                storage.switches(),
                storage.declines(),
                storage.metricEvents(),
                storage.auditLog(),
                storage.closings(),
                storage.oidcIdentities(),
                storage.dyingWithCustomers(),
                storage.appKeys(),
                storage.serverSecrets(),
                storage.customerKeys(),
                storage.lookupIndex(),
                storage.accounts(),
                storage::ready);
    }

    /// Closes the files; the database first, because its last writes may still need keys.
    @Override
    public void close() {
        try {
            storage.close();
        } finally {
            try {
                customerKeys.close();
            } finally {
                release(lock);
            }
        }
    }
}
