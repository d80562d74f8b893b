package org.simplesignin.server.storage.sql;

import java.sql.SQLException;

/// Statements that take effect together or not at all. They may be run more than once, on another thread than their
/// caller's, and everybody else who wants to write may wait for them: they do nothing but use the session and compute.
@FunctionalInterface
interface Work<T> {
    T run(SqlSession session) throws SQLException;
}
