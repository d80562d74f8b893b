package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.AuditChain;
import org.simplesignin.server.audit.AuditFindings;
import org.simplesignin.server.audit.AuditFindings.Broken;
import org.simplesignin.server.audit.AuditFindings.Damage;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.storage.StorageException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Reads every customer's audit log out of a database file without writing, and checks it. Of one moment, also where a
/// server goes on writing. Nothing is opened but the file: the lines hold ids only, so no key is needed.
public final class SqliteAuditCheck {
    /// An id is 16 bytes; of what was put in its place one more is read, to tell the two apart.
    private static final int ID_BYTES = 16;

    // In the order of the primary key; a line that was given a wrong type or length is still a row. SQLite tells the
    // length of a field without reading it, and only what the server could have written is fetched: a line that was
    // made larger than this process's memory is found as every other. SQLite stores what it is given, whatever the
    // column's type, and the driver makes a number or bytes of it: so a line with a field of another type has no hash.
    private static final String LINES = """
            SELECT substr(customer_id, 1, 17) AS customer_id, sequence, recorded_at,
                CASE WHEN octet_length(kind) <= 128 THEN kind END AS kind,
                CASE WHEN octet_length(details) <= 4096 THEN details END AS details,
                CASE WHEN octet_length(previous_hash) = 32 THEN previous_hash END AS previous_hash,
                CASE WHEN octet_length(hash) = 32 AND typeof(customer_id) = 'blob' AND typeof(sequence) = 'integer'
                    AND typeof(recorded_at) = 'integer' AND typeof(kind) = 'text' AND typeof(details) = 'text'
                    AND typeof(previous_hash) = 'blob' AND typeof(hash) = 'blob' THEN hash END AS hash
            FROM audit_lines ORDER BY audit_lines.customer_id, sequence""";

    /// No device is registered without a line in the same transaction, and no line ends with its device.
    private static final String WITHOUT_LINES = """
            SELECT DISTINCT substr(customer_id, 1, 17) AS customer_id FROM devices
            WHERE devices.customer_id NOT IN (SELECT audit_lines.customer_id FROM audit_lines)
            ORDER BY customer_id""";

    private final List<Broken> broken = new ArrayList<>();
    private long customers;
    private long lines;
    private String customer = "";
    private boolean customerIsBroken;
    private @Nullable AuditLine before;

    private SqliteAuditCheck() {}

    /// Checks a file that somebody may be writing to: with SQLite's locks, for which it uses the files beside it.
    ///
    /// @throws StorageException with one line for the operator, where it cannot be read
    public static AuditFindings whileServed(Path file) {
        return check(file, "mode=ro");
    }

    /// Checks a file that nobody writes to, and touches nothing else: neither locks nor a write-ahead log beside it.
    ///
    /// @throws StorageException with one line for the operator, where it cannot be read
    public static AuditFindings atRest(Path file) {
        return check(file, "immutable=1");
    }

    private static AuditFindings check(Path file, String how) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        // As a URI, in which any name of a directory can stand.
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?" + how);
        try (SqlSession session = new SqlSession(source.getConnection())) {
            if (!session.pragma("application_id").equals(Integer.toString(SqliteFile.DATABASE))) {
                throw Failures.unusable(file + " is not the database of a server");
            }
            session.execute("BEGIN");
            return new SqliteAuditCheck().read(session);
        } catch (SQLException failure) {
            throw SqliteFile.unusable(file, failure);
        }
    }

    private AuditFindings read(SqlSession session) throws SQLException {
        session.forEach(LINES, this::take);
        session.forEach(WITHOUT_LINES, row -> broken.add(new Broken(customer(row), 1, Damage.MISSING)));
        return new AuditFindings(customers, lines, broken);
    }

    /// Two ids that are too long and begin alike are taken for one: neither is a customer's.
    private static String customer(ResultSet row) throws SQLException {
        byte[] id = row.getBytes("customer_id");
        return id.length <= ID_BYTES
                ? HexFormat.of().formatHex(id)
                : HexFormat.of().formatHex(id, 0, ID_BYTES) + "...";
    }

    private void take(ResultSet row) throws SQLException {
        lines++;
        String now = customer(row);
        if (!now.equals(customer)) {
            customer = now;
            customers++;
            customerIsBroken = false;
            before = null;
        }
        if (!customerIsBroken) {
            judge(row);
        }
    }

    private void judge(ResultSet row) throws SQLException {
        long sequence = row.getLong("sequence");
        long expected = before == null ? 1 : before.sequence() + 1;
        AuditLine line = line(row);
        if (line != null && AuditChain.continues(before, line)) {
            before = line;
            return;
        }
        customerIsBroken = true;
        broken.add(
                sequence > expected
                        ? new Broken(customer, expected, Damage.MISSING)
                        : new Broken(customer, sequence, Damage.ALTERED));
    }

    private static @Nullable AuditLine line(ResultSet row) throws SQLException {
        try {
            return SqlAuditLog.read(row);
        } catch (IllegalArgumentException | NullPointerException neverWritten) {
            return null;
        }
    }
}
