package org.simplesignin.server.storage.sql;

import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Brings a database to the schema of this version by the migrations in `migrations/`. A migration that was released is
/// never changed: Flyway keeps a checksum of each.
final class Schema {
    // Held, because a logger nobody holds is collected together with its level. Flyway tells every step of a good
    // start.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private Schema() {}

    /// Applies what is missing.
    ///
    /// @param name names the database in what the operator is told
    /// @throws StorageException (not retryable) when a newer version has written the database, or a migration fails
    static void migrate(DataSource source, Dialect dialect, String name) {
        FLYWAY_LOG.setLevel(Level.WARNING);
        Flyway flyway = migrations(source, dialect).load();
        try {
            if (Arrays.stream(flyway.info().all()).anyMatch(Schema::isFromTheFuture)) {
                throw Failures.unusable(
                        name + " was written by a newer version: start that version, or restore a backup");
            }
            flyway.migrate();
        } catch (FlywayException failure) {
            throw Failures.unusable(
                    name + " does not come up to this version's schema: restore a backup, or report the cause",
                    failure);
        }
    }

    /// Returns all there are, for this database.
    static FluentConfiguration migrations(DataSource source, Dialect dialect) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:org/simplesignin/server/storage/sql/migrations")
                .placeholders(dialect.placeholders())
                .validateMigrationNaming(true)
                .cleanDisabled(true);
    }

    private static boolean isFromTheFuture(MigrationInfo migration) {
        MigrationState state = migration.getState();
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }
}
