package org.simplesignin.server.storage.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeyStore;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.storage.StorageException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The keys of customers in a SQLite file of their own, made so that a shredded key is overwritten and not only
/// forgotten:
///
/// - no write-ahead log, which would keep the page with the key until some later checkpoint: a rollback journal, whose
///   copy of the page is overwritten with zeros after the commit, and again at the start, should a crash have come
///   between;
/// - `secure_delete`, and a key is overwritten in its place by zeros of its length;
/// - rows in the order of their making: they are only ever added at the end, so that no page is split and leaves copies
///   of keys behind.
///
/// What the disk itself keeps of overwritten blocks (flash memory, file systems that copy on write) is out of reach;
/// such blocks hold keys wrapped under the wrapping keys.
public final class SqliteCustomerKeys implements CustomerKeyStore, AutoCloseable {
    /// "SSIK", as [SqliteFile] says.
    private static final int APPLICATION_ID = 0x5353494b;

    private static final String VERSION = "1";
    private static final int PATIENCE_MILLIS = 5_000;

    private final SqlSession session;
    private final Path journal;
    private final ReentrantLock lock = new ReentrantLock();

    private SqliteCustomerKeys(SqlSession session, Path journal) {
        this.session = session;
        this.journal = journal;
    }

    /// Opens the file; makes it where it is absent, readable by its owner only.
    ///
    /// @throws StorageException with one line that says what to do, where it cannot be used
    public static SqliteCustomerKeys open(Path file) {
        SqliteFile.prepare(file);
        try {
            SqliteFile.refuseForeign(file, APPLICATION_ID);
            SqlSession session = new SqlSession(source(file).getConnection());
            SqliteCustomerKeys keys =
                    new SqliteCustomerKeys(session, file.resolveSibling(file.getFileName() + "-journal"));
            try {
                keys.prepare(file);
                return keys;
            } catch (SQLException | RuntimeException failure) {
                session.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw SqliteFile.unusable(file, failure);
        }
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.PERSIST);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(PATIENCE_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private void prepare(Path file) throws SQLException {
        SqlitePragmas.harden(session);
        SqlitePragmas.verifyShredding(session);
        String version = session.pragma("user_version");
        if (!version.equals("0") && !version.equals(VERSION)) {
            throw Failures.unusable(file + " was written by a newer version: start that version");
        }
        session.execute("""
                CREATE TABLE IF NOT EXISTS customer_keys (
                    position INTEGER PRIMARY KEY,
                    customer_id BLOB NOT NULL UNIQUE,
                    shredded INTEGER NOT NULL,
                    wrapped_key BLOB NOT NULL
                )""");
        session.pragma("user_version = " + VERSION);
        overwriteJournal();
    }

    @Override
    public Optional<Wrapped> addOrExisting(CustomerId customer, Wrapped key) {
        return locked(() -> {
            session.update("""
                    INSERT INTO customer_keys (customer_id, shredded, wrapped_key)
                    VALUES (?, 0, ?) ON CONFLICT DO NOTHING""", customer, key);
            return stored(customer);
        });
    }

    @Override
    public Optional<Wrapped> key(CustomerId customer) {
        return locked(() -> stored(customer));
    }

    private Optional<Wrapped> stored(CustomerId customer) throws SQLException {
        return session.queryOne(
                "SELECT wrapped_key FROM customer_keys WHERE customer_id = ? AND shredded = 0",
                row -> Columns.wrapped(row, "wrapped_key"),
                customer);
    }

    @Override
    public void shred(CustomerId customer) {
        locked(() -> {
            // Zeros of the same length: SQLite then writes over the key where it stands.
            session.update("""
                    INSERT INTO customer_keys (customer_id, shredded, wrapped_key) VALUES (?, 1, x'00')
                    ON CONFLICT (customer_id) DO UPDATE SET shredded = 1, wrapped_key = zeroblob(length(wrapped_key))""", customer);
            overwriteJournal();
            return true;
        });
    }

    @Override
    public boolean isShredded(CustomerId customer) {
        return locked(() -> session.queryOne(
                        "SELECT shredded FROM customer_keys WHERE customer_id = ? AND shredded = 1",
                        row -> row.getInt(1),
                        customer)
                .isPresent());
    }

    @Override
    public List<CustomerId> shredded(@Nullable CustomerId after, int most) {
        return locked(
                () -> session.query("""
                SELECT customer_id FROM customer_keys WHERE customer_id > ? AND shredded = 1
                ORDER BY customer_id LIMIT ?""", Columns::customer, after == null ? new byte[0] : after.bytes(), (long) most));
    }

    /// Writes zeros over the journal's copy of the pages that were changed last. The exclusive lock keeps every
    /// other connection from using the journal meanwhile; a transaction that changes nothing does not use it
    /// itself.
    private void overwriteJournal() throws SQLException {
        session.execute("BEGIN EXCLUSIVE");
        try {
            if (Files.exists(journal)) {
                overwrite(journal);
            }
        } catch (IOException failure) {
            throw new StorageException("the journal of the customer keys could not be overwritten", failure, true);
        } finally {
            session.execute("ROLLBACK");
        }
    }

    private static void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        }
    }

    private <T> T locked(SqlCall<T> call) {
        lock.lock();
        try {
            return call.run();
        } catch (SQLException failure) {
            throw Failures.statement(Dialect.SQLITE, failure);
        } finally {
            lock.unlock();
        }
    }

    /// Statements on the one connection.
    private interface SqlCall<T> {
        T run() throws SQLException;
    }

    /// Closes the file.
    @Override
    public void close() {
        locked(() -> {
            session.close();
            return true;
        });
    }
}
