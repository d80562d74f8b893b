package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.simplesignin.server.storage.StorageException;

/// PostgreSQL for the conformance suites: as little as shows that the ports' statements hold on an engine with many
/// writers. A unit that lost a race is run again.
final class PostgresEngine implements Engine {
    private static final int CONNECTIONS = 8;
    private static final int ATTEMPTS = 5;

    private final BlockingQueue<SqlSession> free = new ArrayBlockingQueue<>(CONNECTIONS);
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    PostgresEngine(DataSource source) throws SQLException {
        for (int i = 0; i < CONNECTIONS; i++) {
            free.add(new SqlSession(source.getConnection()));
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        requireOutside();
        SqlSession session = Uninterrupted.call(free::take);
        inside.set(true);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return transaction(session, work);
                } catch (StorageException failure) {
                    if (!failure.retryable() || attempt == ATTEMPTS) {
                        throw failure;
                    }
                }
            }
        } finally {
            inside.remove();
            free.add(session);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        requireOutside();
        SqlSession session = Uninterrupted.call(free::take);
        try {
            return work.run(session);
        } catch (SQLException failure) {
            throw Failures.statement(dialect(), failure);
        } finally {
            free.add(session);
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        List<SqlSession> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(Uninterrupted.call(free::take));
        }
        for (SqlSession session : all) {
            try {
                session.close();
            } catch (SQLException failure) {
                throw Failures.statement(dialect(), failure);
            }
        }
    }

    private <T> T transaction(SqlSession session, Work<T> work) {
        try {
            session.execute("BEGIN");
            T result;
            try {
                result = work.run(session);
            } catch (SQLException | RuntimeException | Error failure) {
                session.execute("ROLLBACK");
                throw failure;
            }
            session.execute("COMMIT");
            return result;
        } catch (SQLException failure) {
            throw Failures.statement(dialect(), failure);
        }
    }

    private void requireOutside() {
        if (inside.get()) {
            throw new IllegalStateException("inside a transaction only its own verbs may be used");
        }
    }
}
