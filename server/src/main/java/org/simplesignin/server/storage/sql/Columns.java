package org.simplesignin.server.storage.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;

/// How the server's values stand in columns: ids made by the server, hashes and envelopes as bytes, which halves the
/// keys; times as milliseconds; all other ids as text.
final class Columns {
    private Columns() {}

    /// Sets a parameter. A type that is not named here has no column type yet.
    static void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Instant time -> statement.setLong(index, time.toEpochMilli());
            case byte[] bytes -> statement.setBytes(index, bytes);
            case CustomerId id -> statement.setBytes(index, id.bytes());
            case DeviceId id -> statement.setBytes(index, id.bytes());
            case RegistrationId id -> statement.setBytes(index, id.bytes());
            case SecretHash hash -> statement.setBytes(index, hash.bytes());
            case Wrapped envelope -> statement.setBytes(index, envelope.bytes());
            case KeyThumbprint thumbprint -> statement.setString(index, thumbprint.value());
            case LinkId id -> statement.setString(index, id.value());
            case AppId id -> statement.setString(index, id.value());
            case IdentityProviderName name -> statement.setString(index, name.value());
            default -> throw new IllegalArgumentException("no column type for " + value.getClass());
        }
    }

    static CustomerId customer(ResultSet row) throws SQLException {
        return CustomerId.ofBytes(row.getBytes("customer_id"));
    }

    static DeviceId device(ResultSet row) throws SQLException {
        return DeviceId.ofBytes(row.getBytes("device_id"));
    }

    static AppId app(ResultSet row) throws SQLException {
        return AppId.of(row.getString("app"));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static SecretHash hash(ResultSet row, String column) throws SQLException {
        return SecretHash.stored(row.getBytes(column));
    }

    static @Nullable SecretHash hashOrNull(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return row.wasNull() ? null : SecretHash.stored(bytes);
    }

    static Wrapped wrapped(ResultSet row, String column) throws SQLException {
        return Wrapped.of(row.getBytes(column));
    }
}
