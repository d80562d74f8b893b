package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.simplesignin.server.storage.StorageException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// SQLite in write-ahead mode: one writer thread, a few readers, every acknowledged commit on the disk.
final class SqliteEngine implements Engine {
    /// Reads take some 20 µs of CPU each: more connections than this only wait for each other.
    private static final int READERS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(SqliteEngine.class.getName());

    private final GroupCommit writer;
    private final ReadingSessions readers;

    private SqliteEngine(GroupCommit writer, ReadingSessions readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /// Opens the file, makes it when it is absent, and brings its schema up to date.
    ///
    /// @throws StorageException (not retryable) with what to do, when the file cannot be used
    static SqliteEngine open(Path file) {
        SqliteFile.prepare(file);
        SQLiteDataSource source = source(file);
        List<SqlSession> opened = new ArrayList<>();
        try {
            SqliteFile.refuseForeign(file, SqliteFile.DATABASE);
            Schema.migrate(source, Dialect.SQLITE, file.toString());
            SqlSession writing = open(source, opened);
            SqlitePragmas.verifyDurable(writing);
            List<SqlSession> reading = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                SqlSession session = open(source, opened);
                session.pragma("query_only = ON");
                reading.add(session);
            }
            return new SqliteEngine(
                    new GroupCommit(writing, GroupCommit.QUEUE_UNITS), new ReadingSessions(reading, PATIENCE));
        } catch (SQLException failure) {
            close(opened, failure);
            throw SqliteFile.unusable(file, failure);
        } catch (RuntimeException failure) {
            close(opened, failure);
            throw failure;
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        requireOutside();
        return writer.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        requireOutside();
        return readers.read(work);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public boolean ready() {
        try {
            return read(SqliteEngine::answers) && write(SqliteEngine::takesAWrite);
        } catch (StorageException failure) {
            // A full queue is a busy server, not a broken one: sending its callers elsewhere would only move the crowd.
            return Failures.isOverload(failure);
        }
    }

    /// Returns how many units wait for the writer.
    int waiting() {
        return writer.waiting();
    }

    @Override
    public void close() {
        try {
            readers.close();
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "a reading connection did not close cleanly", failure);
        } finally {
            // Last, so that its checkpoint finds no reader in the way and leaves one plain file.
            writer.close();
        }
    }

    private void requireOutside() {
        if (writer.isWriting()) {
            // It would wait for itself, or miss what the unit under way has written.
            throw new IllegalStateException("inside a transaction only its own verbs may be used");
        }
    }

    private static boolean answers(SqlSession session) throws SQLException {
        return session.queryOne("SELECT 1", row -> row.getInt(1)).isPresent();
    }

    /// Writes a number of the file's header that nobody reads. What is rolled back never reaches the disk, and a full
    /// or read-only one would not show.
    private static boolean takesAWrite(SqlSession session) throws SQLException {
        session.pragma("user_version = 0");
        return true;
    }

    private static SqlSession open(SQLiteDataSource source, List<SqlSession> opened) throws SQLException {
        SqlSession session = new SqlSession(source.getConnection());
        opened.add(session);
        SqlitePragmas.harden(session);
        return session;
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void close(List<SqlSession> opened, Exception cause) {
        for (SqlSession session : opened) {
            try {
                session.close();
            } catch (SQLException failure) {
                cause.addSuppressed(failure);
            }
        }
    }
}
