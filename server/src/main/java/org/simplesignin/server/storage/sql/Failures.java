package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import org.simplesignin.server.storage.StorageException;

/// The ways in which the database fails, in words without statements and stored values.
final class Failures {
    private static final String OVERLOADED = "too many requests wait for the database";

    private Failures() {}

    /// Too much waits; nothing was done.
    static StorageException overloaded() {
        return new StorageException(OVERLOADED, null, true);
    }

    /// Returns whether it is [#overloaded()].
    static boolean isOverload(StorageException failure) {
        return OVERLOADED.equals(failure.getMessage());
    }

    /// The storage is closing; nothing was done.
    static StorageException closed() {
        return new StorageException("the database is closed", null, true);
    }

    /// A statement failed, and everything its unit did was undone.
    static StorageException statement(Dialect dialect, SQLException cause) {
        return new StorageException("a database statement failed", cause, dialect.isRetryable(cause));
    }

    /// A transaction failed before its commit, and was undone.
    static StorageException undone(Throwable cause) {
        return new StorageException("a database transaction was undone", cause, true);
    }

    /// It is unknown whether the unit was committed: whoever repeats it finds out.
    static StorageException inDoubt(Throwable cause) {
        return new StorageException(
                "the outcome is in doubt: the database did not say whether it stored the change", cause, true);
    }

    /// The database cannot be used as it is; the text tells the operator what to do.
    static StorageException unusable(String whatToDo) {
        return new StorageException(whatToDo, null, false);
    }

    /// As [#unusable(String)], with its cause.
    static StorageException unusable(String whatToDo, Throwable cause) {
        return new StorageException(whatToDo, cause, false);
    }
}
