package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.page.SessionRef;
import org.simplesignin.server.session.BrowserSession;
import org.simplesignin.server.session.BrowserSessions;
import org.simplesignin.server.storage.Tx;

/// Customers' sessions in browsers in SQL. Browser and place are sealed in one envelope.
final class SqlBrowserSessions implements BrowserSessions, DiesWithCustomer {
    private static final String SELECT = """
            SELECT customer_id, session_id, token, began_at, signed_in_at, used_at, sealed_where FROM browser_sessions
            WHERE customer_id = ?""";
    private static final String ONE_SESSION = " WHERE customer_id = ? AND session_id = ?";

    private final Engine engine;
    private final Seals seals;

    SqlBrowserSessions(Engine engine, Seals seals) {
        this.engine = engine;
        this.seals = seals;
    }

    @Override
    public void add(Tx tx, BrowserSession session) {
        SqlTx.requireOwn(tx, session.customer());
        SqlTx.run(tx, sql -> {
            sql.update(
                    """
                    INSERT INTO browser_sessions (customer_id, session_id, token, began_at, signed_in_at, used_at,
                                                  sealed_where)
                    VALUES (?, ?, ?, ?, ?, ?, ?)""",
                    session.customer(),
                    bytes(session.ref()),
                    session.token(),
                    session.beganAt(),
                    session.signedInAt(),
                    session.usedAt(),
                    seals.seal(session.customer(), place(session.ref()), session.browser(), session.place()));
            return sql.update("""
                    DELETE FROM browser_sessions WHERE customer_id = ? AND session_id NOT IN (
                        SELECT session_id FROM browser_sessions WHERE customer_id = ?
                        ORDER BY used_at DESC, session_id LIMIT ?)""", session.customer(), session.customer(), (long) MOST);
        });
    }

    @Override
    public Optional<BrowserSession> session(CustomerId customer, SessionRef ref) {
        return engine.read(sql -> sql.queryOne(SELECT + " AND session_id = ?", this::read, customer, bytes(ref)));
    }

    @Override
    public List<BrowserSession> ofCustomer(CustomerId customer) {
        return engine.read(sql -> sql.query(SELECT + " ORDER BY used_at DESC, session_id", this::read, customer));
    }

    @Override
    public boolean renew(Tx tx, SessionRef ref, SecretHash before, SecretHash token, Instant signedInAt) {
        return SqlTx.run(
                tx,
                sql -> sql.update(
                                "UPDATE browser_sessions SET token = ?, signed_in_at = ?, used_at = ?" + ONE_SESSION
                                        + " AND token = ?",
                                token,
                                signedInAt,
                                signedInAt,
                                tx.customer(),
                                bytes(ref),
                                before)
                        == 1);
    }

    @Override
    public boolean touch(Tx tx, SessionRef ref, Instant usedAt) {
        return SqlTx.run(
                tx,
                sql -> sql.update(
                                "UPDATE browser_sessions SET used_at = ?" + ONE_SESSION,
                                usedAt,
                                tx.customer(),
                                bytes(ref))
                        == 1);
    }

    @Override
    public boolean end(Tx tx, SessionRef ref) {
        return SqlTx.run(
                tx, sql -> sql.update("DELETE FROM browser_sessions" + ONE_SESSION, tx.customer(), bytes(ref)) == 1);
    }

    @Override
    public int endOthers(Tx tx, SessionRef kept) {
        return SqlTx.run(
                tx,
                sql -> sql.update(
                        "DELETE FROM browser_sessions WHERE customer_id = ? AND session_id <> ?",
                        tx.customer(),
                        bytes(kept)));
    }

    @Override
    public int endStale(Tx tx, Instant earliest, Instant latest, Instant used) {
        return SqlTx.run(tx, sql -> sql.update("""
                        DELETE FROM browser_sessions
                        WHERE customer_id = ? AND (began_at < ? OR began_at > ? OR used_at < ?)""", tx.customer(), earliest, latest, used));
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, sql -> sql.update("DELETE FROM browser_sessions WHERE customer_id = ?", tx.customer()));
    }

    private static byte[] bytes(SessionRef ref) {
        return HexFormat.of().parseHex(ref.value());
    }

    private static BoundTo place(SessionRef ref) {
        return BoundTo.of("browser-session", ref.value());
    }

    private BrowserSession read(ResultSet row) throws SQLException {
        CustomerId customer = Columns.customer(row);
        SessionRef ref = new SessionRef(HexFormat.of().formatHex(row.getBytes("session_id")));
        Seals.Texts where = seals.open(customer, place(ref), Columns.wrapped(row, "sealed_where"));
        return new BrowserSession(
                customer,
                ref,
                Columns.hash(row, "token"),
                Columns.time(row, "began_at"),
                Columns.time(row, "signed_in_at"),
                Columns.time(row, "used_at"),
                where.next(),
                where.next());
    }
}
