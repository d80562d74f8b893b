package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.passkey.CoseKey;
import org.simplesignin.server.passkey.CredentialId;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.passkey.Passkeys;
import org.simplesignin.server.storage.Tx;

/// Passkeys in SQL. Their names are sealed.
final class SqlPasskeys implements Passkeys, DiesWithCustomer {
    private static final String SELECT = """
            SELECT customer_id, credential_id, public_key, sign_count, name, backup_eligible, backed_up, created_at,
                   last_used_at
            FROM passkeys""";
    private static final String ONE_PASSKEY = " WHERE customer_id = ? AND credential_id = ?";

    private final Engine engine;
    private final Seals seals;

    SqlPasskeys(Engine engine, Seals seals) {
        this.engine = engine;
        this.seals = seals;
    }

    @Override
    public boolean add(Tx tx, Passkey passkey) {
        SqlTx.requireOwn(tx, passkey.customer());
        return SqlTx.run(
                tx,
                session -> count(session, passkey.customer()) < Passkey.MOST
                        && session.update(
                                        """
                                        INSERT INTO passkeys (customer_id, credential_id, public_key, sign_count, name,
                                                              backup_eligible, backed_up, created_at, last_used_at)
                                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                                        passkey.customer(),
                                        passkey.id().bytes(),
                                        passkey.publicKey().bytes(),
                                        passkey.signCount(),
                                        seals.seal(passkey.customer(), place(passkey.id()), passkey.name()),
                                        flag(passkey.backupEligible()),
                                        flag(passkey.backedUp()),
                                        passkey.createdAt(),
                                        passkey.lastUsedAt())
                                == 1);
    }

    @Override
    public Optional<Passkey> passkey(CredentialId id) {
        return engine.read(
                session -> session.queryOne(SELECT + " WHERE credential_id = ?", this::read, (Object) id.bytes()));
    }

    @Override
    public List<Passkey> ofCustomer(CustomerId customer) {
        return engine.read(session -> session.query(
                SELECT + " WHERE customer_id = ? ORDER BY created_at, credential_id", this::read, customer));
    }

    @Override
    public int count(Tx tx) {
        return SqlTx.run(tx, session -> count(session, tx.customer()));
    }

    @Override
    public boolean use(Tx tx, CredentialId id, long before, long signCount, boolean backedUp, Instant now) {
        return SqlTx.run(
                tx,
                session -> session.update(
                                "UPDATE passkeys SET sign_count = ?, backed_up = ?, last_used_at = ?" + ONE_PASSKEY
                                        + " AND sign_count = ?",
                                signCount,
                                flag(backedUp),
                                now,
                                tx.customer(),
                                id.bytes(),
                                before)
                        == 1);
    }

    @Override
    public boolean remove(Tx tx, CredentialId id) {
        return SqlTx.run(
                tx, session -> session.update("DELETE FROM passkeys" + ONE_PASSKEY, tx.customer(), id.bytes()) == 1);
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM passkeys WHERE customer_id = ?", tx.customer()));
    }

    private static int count(SqlSession session, CustomerId customer) throws SQLException {
        return session.queryOne("SELECT COUNT(*) FROM passkeys WHERE customer_id = ?", row -> row.getInt(1), customer)
                .orElseThrow();
    }

    private static long flag(boolean set) {
        return set ? 1 : 0;
    }

    private static BoundTo place(CredentialId id) {
        return BoundTo.of("passkey-name", id.value());
    }

    private Passkey read(ResultSet row) throws SQLException {
        CustomerId customer = Columns.customer(row);
        CredentialId id = CredentialId.ofBytes(row.getBytes("credential_id"));
        return new Passkey(
                customer,
                id,
                CoseKey.of(row.getBytes("public_key")),
                row.getLong("sign_count"),
                seals.open(customer, place(id), Columns.wrapped(row, "name")).next(),
                row.getLong("backup_eligible") == 1,
                row.getLong("backed_up") == 1,
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "last_used_at"));
    }
}
