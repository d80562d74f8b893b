package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.storage.Tx;

/// Enrolments, devices and sessions in SQL. What the operator and the customer call a device is sealed. A session that
/// has ended has no row.
final class SqlDevices implements Devices, DiesWithCustomer {
    private static final String ONE_DEVICE = " WHERE customer_id = ? AND device_id = ?";
    private static final String REGISTRATIONS = """
            SELECT customer_id, device_id, sealed_names, key_thumbprint, registered_at,
                   access_hash, access_expires_at, previous_access_hash, previous_access_expires_at,
                   refresh_hash, previous_refresh_hash, refreshed_at
            FROM devices JOIN sessions USING (customer_id, device_id)""";
    private static final String REGISTRATION = REGISTRATIONS + ONE_DEVICE;

    private final Engine engine;
    private final Seals seals;

    SqlDevices(Engine engine, Seals seals) {
        this.engine = engine;
        this.seals = seals;
    }

    @Override
    public boolean addEnrolment(Tx tx, Enrolment enrolment) {
        SqlTx.requireOwn(tx, enrolment.customer());
        return SqlTx.run(
                tx,
                session -> !isSpentForGood(session, enrolment.secret())
                        && session.update(
                                        """
                                INSERT INTO enrolments (secret_hash, customer_id, sealed_names, created_at, spent_at)
                                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                                        enrolment.secret(),
                                        enrolment.customer(),
                                        seals.seal(
                                                enrolment.customer(),
                                                namesOf(enrolment.secret()),
                                                enrolment.deviceExternalKey(),
                                                enrolment.deviceName(),
                                                enrolment.deviceModel()),
                                        enrolment.createdAt(),
                                        enrolment.spentAt())
                                == 1);
    }

    private static boolean isSpentForGood(SqlSession session, SecretHash secret) throws SQLException {
        return session.queryOne(
                        "SELECT secret_hash FROM spent_enrolments WHERE secret_hash = ?",
                        row -> row.getBytes("secret_hash"),
                        secret)
                .isPresent();
    }

    @Override
    public Optional<Enrolment> enrolment(SecretHash secret) {
        return engine.read(session -> session.queryOne("""
                SELECT secret_hash, customer_id, sealed_names, created_at, spent_at
                FROM enrolments WHERE secret_hash = ?""", this::readEnrolment, secret));
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
                    INSERT INTO devices (customer_id, device_id, sealed_names, key_thumbprint, registered_at)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                    device.customer(),
                    device.id(),
                    seals.seal(
                            device.customer(),
                            namesOf(device.id()),
                            device.externalKey(),
                            device.name(),
                            device.model()),
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
        return engine.read(session -> session.queryOne(REGISTRATION, this::readRegistration, customer, device));
    }

    @Override
    public List<Registration> ofCustomer(CustomerId customer) {
        return engine.read(session -> ofCustomer(session, customer));
    }

    @Override
    public List<Registration> ofCustomer(Tx tx) {
        return SqlTx.run(tx, session -> ofCustomer(session, tx.customer()));
    }

    private List<Registration> ofCustomer(SqlSession session, CustomerId customer) throws SQLException {
        return session.query(
                REGISTRATIONS + " WHERE customer_id = ? ORDER BY registered_at DESC, device_id",
                this::readRegistration,
                customer);
    }

    @Override
    public Optional<Registration> registration(Tx tx, DeviceId device) {
        return SqlTx.run(tx, session -> session.queryOne(REGISTRATION, this::readRegistration, tx.customer(), device));
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

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> {
            // The bare hashes stay, so that no file of enrolments makes a secret good again.
            int rows = session.update(
                    "INSERT INTO spent_enrolments (secret_hash) SELECT secret_hash FROM enrolments WHERE customer_id = ?",
                    tx.customer());
            for (String table : List.of("sessions", "devices", "enrolments")) {
                rows += session.update("DELETE FROM " + table + " WHERE customer_id = ?", tx.customer());
            }
            return rows;
        });
    }

    private static BoundTo namesOf(SecretHash enrolment) {
        return BoundTo.of("enrolment-names", enrolment.hex());
    }

    private static BoundTo namesOf(DeviceId device) {
        return BoundTo.of("device-names", device.value());
    }

    private Enrolment readEnrolment(ResultSet row) throws SQLException {
        SecretHash secret = Columns.hash(row, "secret_hash");
        CustomerId customer = Columns.customer(row);
        Seals.Texts names = seals.open(customer, namesOf(secret), Columns.wrapped(row, "sealed_names"));
        return new Enrolment(
                secret,
                customer,
                names.next(),
                names.next(),
                names.next(),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "spent_at"));
    }

    private Registration readRegistration(ResultSet row) throws SQLException {
        DeviceId id = Columns.device(row);
        CustomerId customer = Columns.customer(row);
        Seals.Texts names = seals.open(customer, namesOf(id), Columns.wrapped(row, "sealed_names"));
        Device device = new Device(
                id,
                customer,
                names.next(),
                names.next(),
                names.next(),
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
