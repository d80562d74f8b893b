package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The audit log in SQL. The hash is stored with its line; that of the line before is stored once more, so that a line
/// can be checked on its own.
final class SqlAuditLog implements AuditLog, DiesWithCustomer {
    private static final String SELECT = """
            SELECT customer_id, sequence, recorded_at, kind, details, previous_hash, hash FROM audit_lines
            WHERE customer_id = ?""";

    private final Engine engine;

    SqlAuditLog(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<AuditLine> last(Tx tx) {
        return SqlTx.run(
                tx,
                session ->
                        session.queryOne(SELECT + " ORDER BY sequence DESC LIMIT 1", SqlAuditLog::read, tx.customer()));
    }

    @Override
    public void append(Tx tx, List<AuditLine> lines) {
        lines.forEach(line -> SqlTx.requireOwn(tx, line.customer()));
        SqlTx.run(tx, session -> {
            for (AuditLine line : lines) {
                append(session, line);
            }
            return lines.size();
        });
    }

    @Override
    public List<AuditLine> lines(CustomerId customer, long fromSequence, int most) {
        return engine.read(session -> session.query(
                SELECT + " AND sequence >= ? ORDER BY sequence LIMIT ?",
                SqlAuditLog::read,
                customer,
                fromSequence,
                (long) most));
    }

    @Override
    public List<AuditLine> newest(CustomerId customer, long beforeSequence, int most) {
        return engine.read(session -> session.query(
                SELECT + " AND sequence < ? ORDER BY sequence DESC LIMIT ?",
                SqlAuditLog::read,
                customer,
                beforeSequence,
                (long) most));
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM audit_lines WHERE customer_id = ?", tx.customer()));
    }

    private static void append(SqlSession session, AuditLine line) throws SQLException {
        int added = session.update(
                """
                INSERT INTO audit_lines (customer_id, sequence, recorded_at, kind, details, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                line.customer(),
                line.sequence(),
                line.at(),
                line.kind(),
                line.details(),
                HexFormat.of().parseHex(line.previousHash()),
                HexFormat.of().parseHex(line.hash()));
        if (added != 1) {
            throw new IllegalStateException("this audit line is there already");
        }
    }

    /// Reads a line; one that could never have been written is an [IllegalArgumentException].
    static AuditLine read(ResultSet row) throws SQLException {
        return new AuditLine(
                Columns.customer(row),
                row.getLong("sequence"),
                Columns.time(row, "recorded_at"),
                row.getString("kind"),
                row.getString("details"),
                HexFormat.of().formatHex(row.getBytes("previous_hash")),
                HexFormat.of().formatHex(row.getBytes("hash")));
    }
}
