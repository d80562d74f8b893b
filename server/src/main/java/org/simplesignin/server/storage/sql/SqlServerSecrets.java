package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.keys.Wrapped;

/// The server's own secrets in SQL.
final class SqlServerSecrets implements ServerSecrets {
    private final Engine engine;
    private final Clock clock;

    SqlServerSecrets(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public Optional<Wrapped> secret(String name) {
        return engine.read(session -> secret(session, name));
    }

    @Override
    public Wrapped addOrExisting(String name, Wrapped secret) {
        return engine.write(session -> {
            session.update(
                    "INSERT INTO server_secrets (name, secret, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    name,
                    secret,
                    clock.instant());
            return secret(session, name).orElseThrow();
        });
    }

    private static Optional<Wrapped> secret(SqlSession session, String name) throws SQLException {
        return session.queryOne(
                "SELECT secret FROM server_secrets WHERE name = ?", row -> Columns.wrapped(row, "secret"), name);
    }
}
