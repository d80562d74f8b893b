package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.simplesignin.server.consent.Decline;
import org.simplesignin.server.consent.Declines;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.LinkId;

/// Declines in SQL.
final class SqlDeclines implements Declines, DiesWithCustomer {
    private final Engine engine;

    SqlDeclines(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean add(Tx tx, AppId app, Decline decline) {
        return SqlTx.run(tx, session -> session.update("""
                                INSERT INTO declines (customer_id, app, attempt, declined_at)
                                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""", tx.customer(), app, decline.attempt(), decline.at()) == 1);
    }

    @Override
    public List<Decline> ofApp(Tx tx, AppId app) {
        return SqlTx.run(tx, session -> ofApp(session, tx.customer(), app));
    }

    @Override
    public List<Decline> ofApp(CustomerId customer, AppId app) {
        return engine.read(session -> ofApp(session, customer, app));
    }

    @Override
    public Map<AppId, List<Decline>> ofCustomer(CustomerId customer) {
        Map<AppId, List<Decline>> byApp = new LinkedHashMap<>();
        List<OfApp> declines = engine.read(session -> session.query(
                "SELECT app, attempt, declined_at FROM declines WHERE customer_id = ? ORDER BY declined_at DESC",
                row -> new OfApp(Columns.app(row), read(row)),
                customer));
        declines.forEach(one ->
                byApp.computeIfAbsent(one.app(), app -> new ArrayList<>()).add(one.decline()));
        byApp.replaceAll((app, ofApp) -> List.copyOf(ofApp));
        return Collections.unmodifiableMap(byApp);
    }

    private record OfApp(AppId app, Decline decline) {}

    @Override
    public void clear(Tx tx, AppId app) {
        SqlTx.run(
                tx,
                session ->
                        session.update("DELETE FROM declines WHERE customer_id = ? AND app = ?", tx.customer(), app));
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM declines WHERE customer_id = ?", tx.customer()));
    }

    private static List<Decline> ofApp(SqlSession session, CustomerId customer, AppId app) throws SQLException {
        return session.query("""
                SELECT attempt, declined_at FROM declines
                WHERE customer_id = ? AND app = ? ORDER BY declined_at DESC""", SqlDeclines::read, customer, app);
    }

    private static Decline read(ResultSet row) throws SQLException {
        return new Decline(LinkId.of(row.getString("attempt")), Columns.time(row, "declined_at"));
    }
}
