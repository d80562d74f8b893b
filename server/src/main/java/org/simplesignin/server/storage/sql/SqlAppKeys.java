package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.simplesignin.server.app.AppKey;
import org.simplesignin.server.app.AppKeys;
import org.simplesignin.tokens.AppId;

/// App key pairs in SQL. Each has a position within its app, unique there: so the first one is decided by an insert
/// alone, without a lock, also between two servers.
final class SqlAppKeys implements AppKeys {
    private static final String OF_APP =
            "SELECT app, kid, public_key, private_key, created_at FROM app_keys WHERE app = ? ORDER BY position";

    private final Engine engine;

    SqlAppKeys(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<AppKey> ofApp(AppId app) {
        return engine.read(session -> session.query(OF_APP, SqlAppKeys::read, app));
    }

    @Override
    public AppKey addFirst(AppKey key) {
        return engine.write(session -> {
            session.update("""
                    INSERT INTO app_keys (app, kid, position, public_key, private_key, created_at)
                    VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING""", key.app(), key.kid(), key.spki(), key.privateKey(), key.createdAt());
            return session.query(OF_APP, SqlAppKeys::read, key.app()).getFirst();
        });
    }

    private static AppKey read(ResultSet row) throws SQLException {
        return AppKey.stored(
                Columns.app(row),
                row.getString("kid"),
                row.getBytes("public_key"),
                Columns.wrapped(row, "private_key"),
                Columns.time(row, "created_at"));
    }
}
