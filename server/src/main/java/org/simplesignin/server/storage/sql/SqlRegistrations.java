package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.registration.PendingRegistration;
import org.simplesignin.server.registration.Registrations;
import org.simplesignin.server.registration.Stage;
import org.simplesignin.server.registration.UserCode;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// Device registrations under way in SQL.
final class SqlRegistrations implements Registrations, DiesWithCustomer {
    private static final String SELECT = """
            SELECT registration_id, device_code_hash, user_code, choices, asking, key_thumbprint, asked_at, expires_at,
                   interval_millis, polled_at, stage, customer_id, device_id, registered_at
            FROM registrations""";
    private static final String BY_ID = SELECT + " WHERE registration_id = ?";
    private static final String BY_DEVICE_CODE = SELECT + " WHERE device_code_hash = ?";
    private static final String BY_USER_CODE = SELECT + " WHERE user_code = ?";

    private final Engine engine;
    private final String rowLock;

    SqlRegistrations(Engine engine) {
        this.engine = engine;
        this.rowLock = engine.dialect().rowLock();
    }

    @Override
    public boolean add(PendingRegistration registration) {
        Columned stage = Columned.of(registration.stage());
        return engine.write(session -> session.update(
                        """
                        INSERT INTO registrations (registration_id, device_code_hash, user_code, choices, asking,
                            key_thumbprint, asked_at, expires_at, interval_millis, polled_at, stage, customer_id,
                            device_id, registered_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        registration.id(),
                        registration.deviceCode(),
                        registration.userCode().letters(),
                        choices(registration.choices()),
                        registration.asking(),
                        registration.key(),
                        registration.askedAt(),
                        registration.expiresAt(),
                        registration.interval().toMillis(),
                        registration.polledAt(),
                        stage.name(),
                        stage.customer(),
                        stage.device(),
                        stage.registeredAt())
                == 1);
    }

    @Override
    public long underWay(Term term) {
        return engine.read(session -> session.queryOne(
                        "SELECT COUNT(*) FROM registrations WHERE expires_at > ? AND expires_at <= ?",
                        row -> row.getLong(1),
                        term.now(),
                        term.latest()))
                .orElseThrow();
    }

    @Override
    public int forget(Instant expiredBy, Term term) {
        return engine.write(session -> {
            session.update("UPDATE registrations SET expires_at = ? WHERE expires_at > ?", term.now(), term.latest());
            return session.update("""
                DELETE FROM registrations WHERE expires_at <= ? AND NOT (stage = 'REGISTERED' AND EXISTS (
                    SELECT 1 FROM sessions
                    WHERE sessions.customer_id = registrations.customer_id
                        AND sessions.device_id = registrations.device_id
                        AND sessions.previous_refresh_hash IS NULL))""", expiredBy);
        });
    }

    @Override
    public Optional<PendingRegistration> registration(RegistrationId id) {
        return engine.read(session -> session.queryOne(BY_ID, SqlRegistrations::read, id));
    }

    @Override
    public Optional<PendingRegistration> registration(SecretHash deviceCode) {
        return engine.read(session -> session.queryOne(BY_DEVICE_CODE, SqlRegistrations::read, deviceCode));
    }

    @Override
    public <T> Optional<T> step(SecretHash deviceCode, Function<PendingRegistration, Step<T>> step) {
        return engine.write(session -> {
            Optional<PendingRegistration> known =
                    session.queryOne(BY_DEVICE_CODE + rowLock, SqlRegistrations::read, deviceCode);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            Step<T> taken = step.apply(known.get());
            if (!taken.next().equals(known.get())) {
                replace(session, taken.next());
            }
            return Optional.of(taken.outcome());
        });
    }

    @Override
    public Optional<PendingRegistration> locked(Tx tx, RegistrationId id) {
        return SqlTx.run(tx, session -> session.queryOne(BY_ID + rowLock, SqlRegistrations::read, id));
    }

    @Override
    public Optional<PendingRegistration> locked(Tx tx, UserCode userCode) {
        return SqlTx.run(
                tx, session -> session.queryOne(BY_USER_CODE + rowLock, SqlRegistrations::read, userCode.letters()));
    }

    @Override
    public void replace(Tx tx, PendingRegistration registration) {
        SqlTx.run(tx, session -> replace(session, registration));
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM registrations WHERE customer_id = ?", tx.customer()));
    }

    private static int replace(SqlSession session, PendingRegistration registration) throws SQLException {
        Columned stage = Columned.of(registration.stage());
        return session.update(
                """
                UPDATE registrations SET key_thumbprint = ?, interval_millis = ?, polled_at = ?, stage = ?,
                    customer_id = ?, device_id = ?, registered_at = ?
                WHERE registration_id = ?""",
                registration.key(),
                registration.interval().toMillis(),
                registration.polledAt(),
                stage.name(),
                stage.customer(),
                stage.device(),
                stage.registeredAt(),
                registration.id());
    }

    private static String choices(List<UserCode> choices) {
        return choices.stream().map(UserCode::letters).collect(Collectors.joining(" "));
    }

    private static PendingRegistration read(ResultSet row) throws SQLException {
        String key = row.getString("key_thumbprint");
        return new PendingRegistration(
                RegistrationId.ofBytes(row.getBytes("registration_id")),
                Columns.hash(row, "device_code_hash"),
                new UserCode(row.getString("user_code")),
                Arrays.stream(row.getString("choices").split(" ", -1))
                        .map(UserCode::new)
                        .toList(),
                Columns.wrapped(row, "asking"),
                key == null ? null : new KeyThumbprint(key),
                Columns.time(row, "asked_at"),
                Columns.time(row, "expires_at"),
                Duration.ofMillis(row.getLong("interval_millis")),
                Columns.timeOrNull(row, "polled_at"),
                stage(row));
    }

    private static Stage stage(ResultSet row) throws SQLException {
        String name = row.getString("stage");
        return switch (name) {
            case "WAITING" -> new Stage.Waiting();
            case "OPENED" -> new Stage.Opened(Columns.customer(row));
            case "APPROVED" -> new Stage.Approved(Columns.customer(row));
            case "REFUSED" -> new Stage.Refused(Columns.customer(row));
            case "REGISTERED" ->
                new Stage.Registered(Columns.customer(row), Columns.device(row), Columns.time(row, "registered_at"));
            default -> throw new IllegalStateException("unknown stage of a registration");
        };
    }

    /// A stage as it stands in columns.
    private record Columned(
            String name,
            @Nullable CustomerId customer,
            @Nullable DeviceId device,
            @Nullable Instant registeredAt) {
        static Columned of(Stage stage) {
            return switch (stage) {
                case Stage.Waiting w -> new Columned("WAITING", null, null, null);
                case Stage.Opened o -> new Columned("OPENED", o.customer(), null, null);
                case Stage.Approved a -> new Columned("APPROVED", a.customer(), null, null);
                case Stage.Refused r -> new Columned("REFUSED", r.customer(), null, null);
                case Stage.Registered r -> new Columned("REGISTERED", r.customer(), r.device(), r.at());
            };
        }
    }
}
