package org.simplesignin.server.storage.sql;

/// Runs units of work against one database. Safe for use by many threads. Failures are
/// [org.simplesignin.server.storage.StorageException]s.
interface Engine extends AutoCloseable {
    /// Runs the unit and returns its result after its changes are durable. What the unit throws comes back to the
    /// caller after everything the unit did was undone.
    ///
    /// @throws IllegalStateException inside another unit
    <T> T write(Work<T> work);

    /// Runs a unit of one reading statement. It sees every write acknowledged before.
    ///
    /// @throws IllegalStateException inside a unit that writes: it would miss what that unit wrote
    <T> T read(Work<T> work);

    /// Returns the dialect that the statements of a unit have to speak.
    Dialect dialect();

    /// Returns whether the database takes a write now, by making one.
    boolean ready();

    /// Refuses new units, finishes those that were taken in, and lets go of the database.
    @Override
    void close();
}
