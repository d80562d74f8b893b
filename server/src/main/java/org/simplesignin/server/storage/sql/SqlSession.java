package org.simplesignin.server.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection with its prepared statements. Preparing costs more than running, so that each SQL text is prepared
/// once and kept; the texts are constants of this package, hence few. Not safe for use by several threads at once.
final class SqlSession implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    SqlSession(Connection connection) {
        this.connection = connection;
    }

    /// Reads one row.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Takes one row.
    @FunctionalInterface
    interface RowUse {
        void row(ResultSet row) throws SQLException;
    }

    /// Returns all rows of the query, or of a change with `RETURNING`. For the parameters see [Columns#set].
    <T> List<T> query(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        return run(
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        List<T> read = new ArrayList<>();
                        while (rows.next()) {
                            read.add(row.read(rows));
                        }
                        return List.copyOf(read);
                    }
                },
                parameters);
    }

    /// Hands over one row after the other, for more rows than are to be held.
    void forEach(String sql, RowUse use) throws SQLException {
        run(sql, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    use.row(rows);
                }
                return true;
            }
        });
    }

    /// Returns the only row of the query, or empty where there is none. More rows than one are a fault of the
    /// query.
    <T> Optional<T> queryOne(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> rows = query(sql, row, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException("more than one row: " + sql);
        }
        return rows.stream().findFirst();
    }

    /// Runs a change and returns the number of rows it touched.
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return run(sql, PreparedStatement::executeUpdate, parameters);
    }

    /// Runs a statement that frames a transaction.
    void execute(String sql) throws SQLException {
        run(sql, PreparedStatement::execute);
    }

    /// Runs work that is undone alone when it fails. [TransactionLost] says that the whole transaction around it is
    /// gone.
    <T> T nested(Work<T> work) throws SQLException {
        execute("SAVEPOINT unit");
        try {
            T result = work.run(this);
            execute("RELEASE unit");
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            undo(failure);
            throw failure;
        }
    }

    /// Runs a SQLite pragma and returns the first column of its first row as text, or nothing.
    String pragma(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute("PRAGMA " + name)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    @Override
    public void close() throws SQLException {
        prepared.clear();
        connection.close();
    }

    private void undo(Throwable cause) throws TransactionLost {
        try {
            execute("ROLLBACK TO unit");
            execute("RELEASE unit");
        } catch (SQLException gone) {
            gone.addSuppressed(cause);
            throw new TransactionLost(gone);
        }
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, Use<T> use, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                Columns.set(statement, i + 1, parameters[i]);
            }
            return use.of(statement);
        } catch (SQLException failure) {
            // SQLite's driver lets go of a statement that met a full disk: the next one must not meet that statement.
            prepared.remove(sql);
            try (statement) {
                throw failure;
            }
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /// The transaction ended before its time: the database rolled it back by itself, or the connection is gone.
    static final class TransactionLost extends SQLException {
        private static final long serialVersionUID = 1;

        private TransactionLost(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
        }
    }
}
