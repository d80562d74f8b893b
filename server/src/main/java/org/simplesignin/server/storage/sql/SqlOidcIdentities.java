package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.oidc.OidcIdentities;
import org.simplesignin.server.oidc.OidcIdentity;
import org.simplesignin.server.oidc.Subject;
import org.simplesignin.server.storage.Tx;

/// Who of a provider's subjects is which customer, in SQL: found by a keyed hash, readable with the customer's key
/// only.
final class SqlOidcIdentities implements OidcIdentities, DiesWithCustomer {
    private static final BoundTo SUBJECT = BoundTo.of("oidc-subject");

    private final Engine engine;
    private final Seals seals;

    SqlOidcIdentities(Engine engine, Seals seals) {
        this.engine = engine;
        this.seals = seals;
    }

    @Override
    public boolean add(Tx tx, Subject subject, Instant now) {
        return SqlTx.run(
                tx,
                session -> session.update(
                                """
                                INSERT INTO oidc_identities (subject_index, customer_id, sealed_subject, created_at)
                                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                                index(subject),
                                tx.customer(),
                                seals.seal(tx.customer(), SUBJECT, subject.issuer(), subject.value()),
                                now)
                        == 1);
    }

    @Override
    public Optional<CustomerId> customer(Subject subject) {
        return engine.read(session -> session.queryOne(
                "SELECT customer_id FROM oidc_identities WHERE subject_index = ?", Columns::customer, index(subject)));
    }

    @Override
    public List<OidcIdentity> ofCustomer(CustomerId customer) {
        return engine.read(session -> session.query("""
                        SELECT customer_id, sealed_subject, created_at FROM oidc_identities
                        WHERE customer_id = ? ORDER BY created_at, subject_index""", this::read, customer));
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM oidc_identities WHERE customer_id = ?", tx.customer()));
    }

    private OidcIdentity read(ResultSet row) throws SQLException {
        Seals.Texts texts = seals.open(Columns.customer(row), SUBJECT, Columns.wrapped(row, "sealed_subject"));
        return new OidcIdentity(new Subject(texts.next(), texts.next()), Columns.time(row, "created_at"));
    }

    /// The issuer goes into the purpose: the parts of a keyed hash are led by their lengths, so that no subject of
    /// one issuer is a subject of another.
    private byte[] index(Subject subject) {
        return seals.lookup("oidc-subject of " + subject.issuer(), subject.value());
    }
}
