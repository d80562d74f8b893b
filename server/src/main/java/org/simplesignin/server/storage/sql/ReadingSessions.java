package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A fixed number of connections that only read, each used by one caller at a time.
final class ReadingSessions implements AutoCloseable {
    private final BlockingQueue<SqlSession> free;
    private final int size;
    private final Duration patience;
    private volatile boolean closed;

    /// @param patience how long a caller waits for a free connection before it is refused
    ReadingSessions(List<SqlSession> sessions, Duration patience) {
        this.free = new ArrayBlockingQueue<>(sessions.size(), true, sessions);
        this.size = sessions.size();
        this.patience = patience;
    }

    /// Runs the unit on a free connection.
    <T> T read(Work<T> work) {
        SqlSession session = take();
        try {
            return work.run(session);
        } catch (SQLException failure) {
            throw Failures.statement(Dialect.SQLITE, failure);
        } finally {
            free.add(session);
        }
    }

    /// Waits until every connection has come back, and closes them all.
    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        for (int i = 0; i < size; i++) {
            Uninterrupted.call(free::take).close();
        }
    }

    private SqlSession take() {
        if (closed) {
            throw Failures.closed();
        }
        try {
            SqlSession session = free.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (session == null) {
                throw Failures.overloaded();
            }
            return session;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.undone(interrupted);
        }
    }
}
