package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.closing.Closed;
import org.simplesignin.server.closing.Closings;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// Deleted customers in SQL. Their rows refer to no other: the customer's own row is gone.
final class SqlClosings implements Closings {
    private static final String SELECT =
            "SELECT customer_id, closed_at, audit_lines, audit_hash, shredded_at FROM closings WHERE ";

    private final Engine engine;

    SqlClosings(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void mark(Tx tx, Closed closed) {
        SqlTx.requireOwn(tx, closed.customer());
        SqlTx.run(
                tx,
                session -> session.update(
                        """
                        INSERT INTO closings (customer_id, closed_at, audit_lines, audit_hash, shredded_at)
                        VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING""",
                        closed.customer(),
                        closed.closedAt(),
                        closed.auditLines(),
                        HexFormat.of().parseHex(closed.auditHash())));
    }

    @Override
    public void shredded(Tx tx, Instant at) {
        SqlTx.run(
                tx,
                session -> session.update(
                        "UPDATE closings SET shredded_at = ? WHERE customer_id = ? AND shredded_at IS NULL",
                        at,
                        tx.customer()));
    }

    @Override
    public Optional<Closed> closed(CustomerId customer) {
        return engine.read(session -> session.queryOne(SELECT + "customer_id = ?", SqlClosings::read, customer));
    }

    @Override
    public List<Closed> all(@Nullable CustomerId after, int most) {
        return engine.read(session -> session.query(
                SELECT + "customer_id > ? ORDER BY customer_id LIMIT ?",
                SqlClosings::read,
                after == null ? new byte[0] : after.bytes(),
                (long) most));
    }

    private static Closed read(ResultSet row) throws SQLException {
        return new Closed(
                Columns.customer(row),
                Columns.time(row, "closed_at"),
                row.getLong("audit_lines"),
                HexFormat.of().formatHex(row.getBytes("audit_hash")),
                Columns.timeOrNull(row, "shredded_at"));
    }
}
