package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Tx;

/// Enrolments, devices and sessions in SQL. A session that has ended has no row.
final class SqlDevices implements Devices {
    private static final String ONE_DEVICE = " WHERE customer_id = ? AND device_id = ?";
    private static final String REGISTRATIONS = """
            SELECT customer_id, device_id, external_key, name, model, key_thumbprint, registered_at,
                   access_hash, access_expires_at, previous_access_hash, previous_access_expires_at,
                   refresh_hash, previous_refresh_hash, refreshed_at
            FROM devices JOIN sessions USING (customer_id, device_id)""";
    private static final String REGISTRATION = REGISTRATIONS + ONE_DEVICE;

    private final Engine engine;

    SqlDevices(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean addEnrolment(Tx tx, Enrolment enrolment) {
        SqlTx.requireOwn(tx, enrolment.customer());
        return SqlTx.run(
                tx,
                session -> session.update(
                                """
                                INSERT INTO enrolments (secret_hash, customer_id, device_external_key, device_name,
                                                        device_model, created_at, spent_at)
                                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                                enrolment.secret(),
                                enrolment.customer(),
                                enrolment.deviceExternalKey(),
                                enrolment.deviceName(),
                                enrolment.deviceModel(),
                                enrolment.createdAt(),
                                enrolment.spentAt())
                        == 1);
    }

    @Override
    public Optional<Enrolment> enrolment(SecretHash secret) {
        return engine.read(session -> session.queryOne("""
                SELECT secret_hash, customer_id, device_external_key, device_name, device_model, created_at, spent_at
                FROM enrolments WHERE secret_hash = ?""", SqlDevices::readEnrolment, secret));
    }

    @Override
    public boolean spendEnrolment(Tx tx, SecretHash secret, Instant now) {
        return SqlTx.run(tx, session -> session.update("""
                                UPDATE enrolments SET spent_at = ?
                                WHERE secret_hash = ? AND customer_id = ? AND spent_at IS NULL""", now, secret, tx.customer()) == 1);
    }

    @Override
    public void register(Tx tx, Device device, Session session) {
        SqlTx.requireOwn(tx, device.customer());
        SqlTx.run(tx, sql -> {
            int added = sql.update(
                    """
                    INSERT INTO devices (customer_id, device_id, external_key, name, model, key_thumbprint, registered_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                    device.customer(),
                    device.id(),
                    device.externalKey(),
                    device.name(),
                    device.model(),
                    device.key(),
                    device.registeredAt());
            if (added != 1) {
                throw new IllegalStateException("this device id is there already");
            }
            return sql.update(
                    """
                    INSERT INTO sessions (access_hash, access_expires_at, previous_access_hash,
                                          previous_access_expires_at, refresh_hash, previous_refresh_hash,
                                          refreshed_at, customer_id, device_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    session.access(),
                    session.accessExpiresAt(),
                    session.previousAccess(),
                    session.previousAccessExpiresAt(),
                    session.refresh(),
                    session.previousRefresh(),
                    session.refreshedAt(),
                    device.customer(),
                    device.id());
        });
    }

    @Override
    public Optional<Registration> registration(CustomerId customer, DeviceId device) {
        return engine.read(session -> session.queryOne(REGISTRATION, SqlDevices::readRegistration, customer, device));
    }

    @Override
    public List<Registration> ofCustomer(CustomerId customer) {
        return engine.read(session -> ofCustomer(session, customer));
    }

    @Override
    public List<Registration> ofCustomer(Tx tx) {
        return SqlTx.run(tx, session -> ofCustomer(session, tx.customer()));
    }

    private static List<Registration> ofCustomer(SqlSession session, CustomerId customer) throws SQLException {
        return session.query(
                REGISTRATIONS + " WHERE customer_id = ? ORDER BY registered_at DESC, device_id",
                SqlDevices::readRegistration,
                customer);
    }

    @Override
    public Optional<Registration> registration(Tx tx, DeviceId device) {
        return SqlTx.run(
                tx, session -> session.queryOne(REGISTRATION, SqlDevices::readRegistration, tx.customer(), device));
    }

    @Override
    public boolean replaceSession(Tx tx, DeviceId device, Session session) {
        return SqlTx.run(
                tx,
                sql -> sql.update(
                                """
                                UPDATE sessions SET access_hash = ?, access_expires_at = ?, previous_access_hash = ?,
                                    previous_access_expires_at = ?, refresh_hash = ?, previous_refresh_hash = ?,
                                    refreshed_at = ?""" + ONE_DEVICE,
                                session.access(),
                                session.accessExpiresAt(),
                                session.previousAccess(),
                                session.previousAccessExpiresAt(),
                                session.refresh(),
                                session.previousRefresh(),
                                session.refreshedAt(),
                                tx.customer(),
                                device)
                        == 1);
    }

    @Override
    public boolean remove(Tx tx, DeviceId device) {
        return SqlTx.run(tx, session -> {
            session.update("DELETE FROM sessions" + ONE_DEVICE, tx.customer(), device);
            return session.update("DELETE FROM devices" + ONE_DEVICE, tx.customer(), device) == 1;
        });
    }

    @Override
    public boolean endSession(Tx tx, DeviceId device, Instant now) {
        return SqlTx.run(tx, session -> {
            boolean was = session.update("DELETE FROM sessions" + ONE_DEVICE, tx.customer(), device) == 1;
            if (was) {
                session.update("UPDATE devices SET session_ended_at = ?" + ONE_DEVICE, now, tx.customer(), device);
            }
            return was;
        });
    }

    private static Enrolment readEnrolment(ResultSet row) throws SQLException {
        return new Enrolment(
                Columns.hash(row, "secret_hash"),
                Columns.customer(row),
                row.getString("device_external_key"),
                row.getString("device_name"),
                row.getString("device_model"),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "spent_at"));
    }

    private static Registration readRegistration(ResultSet row) throws SQLException {
        Device device = new Device(
                Columns.device(row),
                Columns.customer(row),
                row.getString("external_key"),
                row.getString("name"),
                row.getString("model"),
                new KeyThumbprint(row.getString("key_thumbprint")),
                Columns.time(row, "registered_at"));
        return new Registration(device, readSession(row));
    }

    private static Session readSession(ResultSet row) throws SQLException {
        return new Session(
                Columns.hash(row, "access_hash"),
                Columns.time(row, "access_expires_at"),
                Columns.hashOrNull(row, "previous_access_hash"),
                Columns.timeOrNull(row, "previous_access_expires_at"),
                Columns.hash(row, "refresh_hash"),
                Columns.hashOrNull(row, "previous_refresh_hash"),
                Columns.time(row, "refreshed_at"));
    }
}
