package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.switches.CustomerSwitches;
import org.simplesignin.server.switches.SwitchState;
import org.simplesignin.server.switches.TurnedOff;
import org.simplesignin.tokens.AppId;

/// Switches in SQL: a row says what is off. That nothing slips past a change needs no lock of its own, because the
/// transactions of one customer run one after the other.
final class SqlSwitches implements CustomerSwitches, DiesWithCustomer {
    private static final String ACCOUNT = "ACCOUNT";
    private static final String DEVICE = "DEVICE";
    private static final String APP = "APP";
    private static final String STATE = """
            SELECT scope, target FROM switches_off
            WHERE customer_id = ? AND (scope <> 'DEVICE' OR target = ?)""";

    private static final String ALL = "SELECT scope, target FROM switches_off WHERE customer_id = ?";

    private final Engine engine;

    SqlSwitches(Engine engine) {
        this.engine = engine;
    }

    private record Off(String scope, String target) {}

    @Override
    public TurnedOff turnedOff(CustomerId customer) {
        List<Off> off = engine.read(session -> session.query(ALL, SqlSwitches::read, customer));
        Set<DeviceId> devices = new HashSet<>();
        Set<AppId> apps = new HashSet<>();
        boolean account = false;
        for (Off one : off) {
            switch (one.scope()) {
                case ACCOUNT -> account = true;
                case DEVICE -> devices.add(new DeviceId(one.target()));
                case APP -> apps.add(AppId.of(one.target()));
                default -> throw new IllegalStateException("unknown scope of a switch");
            }
        }
        return new TurnedOff(account, devices, apps);
    }

    @Override
    public SwitchState state(CustomerId customer, DeviceId device) {
        return engine.read(session -> state(session, customer, device));
    }

    @Override
    public SwitchState state(Tx tx, DeviceId device) {
        return SqlTx.run(tx, session -> state(session, tx.customer(), device));
    }

    @Override
    public boolean setAccount(Tx tx, boolean on, Instant now) {
        return set(tx, ACCOUNT, "", on, now);
    }

    @Override
    public boolean setDevice(Tx tx, DeviceId device, boolean on, Instant now) {
        return set(tx, DEVICE, device.value(), on, now);
    }

    @Override
    public boolean setApp(Tx tx, AppId app, boolean on, Instant now) {
        return set(tx, APP, app.value(), on, now);
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM switches_off WHERE customer_id = ?", tx.customer()));
    }

    private static SwitchState state(SqlSession session, CustomerId customer, DeviceId device) throws SQLException {
        List<Off> off = session.query(STATE, SqlSwitches::read, customer, device.value());
        boolean accountOn = true;
        boolean deviceOn = true;
        Set<AppId> appsOff = new HashSet<>();
        for (Off one : off) {
            switch (one.scope()) {
                case ACCOUNT -> accountOn = false;
                case DEVICE -> deviceOn = false;
                case APP -> appsOff.add(AppId.of(one.target()));
                default -> throw new IllegalStateException("unknown scope of a switch");
            }
        }
        return new SwitchState(accountOn, deviceOn, appsOff);
    }

    private static Off read(ResultSet row) throws SQLException {
        return new Off(row.getString("scope"), row.getString("target"));
    }

    private static boolean set(Tx tx, String scope, String target, boolean on, Instant now) {
        return SqlTx.run(tx, session -> {
            int changed = on
                    ? session.update(
                            "DELETE FROM switches_off WHERE customer_id = ? AND scope = ? AND target = ?",
                            tx.customer(),
                            scope,
                            target)
                    : session.update("""
                            INSERT INTO switches_off (customer_id, scope, target, off_since)
                            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""", tx.customer(), scope, target, now);
            return changed == 1;
        });
    }
}
