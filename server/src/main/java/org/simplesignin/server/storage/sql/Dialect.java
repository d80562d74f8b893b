package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/// All in which the database engines differ. Everything else is the same SQL on every engine: `BIGINT` milliseconds,
/// `TEXT`, `ON CONFLICT DO NOTHING`, `RETURNING`.
enum Dialect {
    /// One file, one process, one writer at a time: `BEGIN IMMEDIATE` has locked everything already.
    SQLITE("BLOB", "") {
        @Override
        boolean isRetryable(SQLException failure) {
            return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY_CODE)) {
                case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> true;
                default -> false;
            };
        }
    },

    /// Many writers at READ COMMITTED: what a decision rests on has to be locked by name. The lock lets foreign
    /// keys be checked, which `FOR UPDATE` would not.
    POSTGRESQL("BYTEA", " FOR NO KEY UPDATE") {
        @Override
        boolean isRetryable(SQLException failure) {
            String state = failure.getSQLState();
            // 40001 serialization failure, 40P01 deadlock, 57P01..03 shut down or not up yet, class 08 connection lost.
            return state != null && (RETRYABLE_STATES.contains(state) || state.startsWith("08"));
        }
    };

    /// SQLite keeps its primary result code in the lowest byte of an extended one.
    static final int PRIMARY_CODE = 0xff;

    private static final Set<String> RETRYABLE_STATES = Set.of("40001", "40P01", "57P01", "57P02", "57P03");

    private final String bytesType;
    private final String rowLock;

    Dialect(String bytesType, String rowLock) {
        this.bytesType = bytesType;
        this.rowLock = rowLock;
    }

    /// Returns what the migrations say in place of `${name}`.
    Map<String, String> placeholders() {
        return Map.of("bytes", bytesType);
    }

    /// Returns the clause of a `SELECT` that keeps its rows to this transaction until it ends; empty where the
    /// engine has only one writer.
    String rowLock() {
        return rowLock;
    }

    /// Returns whether the same unit may succeed when it is run again, because it lost a race or its connection.
    abstract boolean isRetryable(SQLException failure);
}
