/// Keeps everything the server must not forget in a SQL database: the only package that knows JDBC.
///
/// [org.simplesignin.server.storage.sql.SqlStorage] opens the database, brings its schema up to date and hands out one
/// implementation for each storage port; the ports themselves live with their nouns, and no noun imports this package.
///
/// - `Engine` runs units of work. `SqliteEngine` has one writer thread, `GroupCommit`, that commits together what has
///   queued up and answers nobody before the commit is on the disk, and a few reading connections.
/// - `SqlSession` is one connection with its prepared statements; `Dialect` is all in which the engines differ.
/// - `Schema` applies the migrations in `migrations/`, and refuses a database that a newer version has written.
///
/// Times are stored as milliseconds since 1970-01-01T00:00Z. Design and figures: `docs/storage.md`.
@NullMarked
package org.simplesignin.server.storage.sql;

import org.jspecify.annotations.NullMarked;
