package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkInsertion;
import org.simplesignin.server.link.LinkSecrets;
import org.simplesignin.server.link.Links;
import org.simplesignin.server.link.StoredLink;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.PartnerUserId;

/// Links in SQL. The table `links` holds active links only: ending one deletes its row, and with it in the same
/// statement the partner's account, the link token and the signing key. `ended_links` keeps the bare id for ever.
final class SqlLinks implements Links {
    private static final String LINK =
            "link_id, customer_id, identity_provider, partner_user_id, app, device_id, linked_at, last_used_at";
    private static final String SELECT = "SELECT " + LINK + " FROM links";
    private static final String DELETE = "DELETE FROM links";
    private static final String RETURNING = " RETURNING " + LINK;
    private static final String OF_CUSTOMER = " WHERE customer_id = ?";
    private static final String OF_PROVIDER = " WHERE customer_id = ? AND identity_provider = ?";
    private static final String OF_ACCOUNT = OF_PROVIDER + " AND partner_user_id = ?";
    private static final String OF_ID = " WHERE customer_id = ? AND link_id = ?";

    // Sorted here, because engines disagree on the order of text.
    private static final Comparator<Link> OLDEST_FIRST =
            Comparator.comparing(Link::linkedAt).thenComparing(link -> link.id().value());

    private final Engine engine;

    SqlLinks(Engine engine) {
        this.engine = engine;
    }

    @Override
    public LinkInsertion insertOrExisting(Tx tx, Link link, LinkSecrets secrets) {
        SqlTx.requireOwn(tx, link.customer());
        return SqlTx.run(tx, session -> {
            if (hasEnded(session, link)) {
                return new LinkInsertion.Ended();
            }
            return insert(session, link, secrets) ? new LinkInsertion.Stored(link, true) : inTheWay(session, link);
        });
    }

    @Override
    public int count(Tx tx, IdentityProviderName identityProviderName) {
        return SqlTx.run(
                tx,
                session -> session.queryOne(
                                "SELECT COUNT(*) FROM links" + OF_PROVIDER,
                                row -> row.getInt(1),
                                tx.customer(),
                                identityProviderName)
                        .orElseThrow());
    }

    @Override
    public List<Link> ofProvider(CustomerId customer, IdentityProviderName identityProviderName) {
        return links(SELECT + OF_PROVIDER, customer, identityProviderName);
    }

    @Override
    public List<StoredLink> storedOfProvider(CustomerId customer, IdentityProviderName identityProviderName) {
        List<StoredLink> links = engine.read(session -> session.query(
                "SELECT " + LINK + ", link_token, signing_key FROM links" + OF_PROVIDER,
                row -> new StoredLink(read(row), readSecrets(row)),
                customer,
                identityProviderName));
        return sorted(links, StoredLink::link);
    }

    @Override
    public List<Link> ofCustomer(CustomerId customer) {
        return links(SELECT + OF_CUSTOMER, customer);
    }

    @Override
    public Optional<Link> byAccount(
            CustomerId customer, IdentityProviderName identityProviderName, PartnerUserId partnerUserId) {
        return engine.read(session ->
                session.queryOne(SELECT + OF_ACCOUNT, SqlLinks::read, customer, identityProviderName, partnerUserId));
    }

    @Override
    public Optional<Link> byId(CustomerId customer, LinkId id) {
        return engine.read(session -> session.queryOne(SELECT + OF_ID, SqlLinks::read, customer, id));
    }

    @Override
    public boolean touch(Tx tx, LinkId id, Instant now) {
        return SqlTx.run(
                tx,
                session -> session.update("UPDATE links SET last_used_at = ?" + OF_ID, now, tx.customer(), id) == 1);
    }

    @Override
    public Optional<Link> end(Tx tx, LinkId id, Instant now) {
        return end(tx, now, DELETE + OF_ID + RETURNING, tx.customer(), id).stream()
                .findFirst();
    }

    @Override
    public List<Link> endOfProvider(Tx tx, IdentityProviderName identityProviderName, Instant now) {
        return end(tx, now, DELETE + OF_PROVIDER + RETURNING, tx.customer(), identityProviderName);
    }

    @Override
    public List<Link> endAll(Tx tx, Instant now) {
        return end(tx, now, DELETE + OF_CUSTOMER + RETURNING, tx.customer());
    }

    private static boolean hasEnded(SqlSession session, Link link) throws SQLException {
        return session.queryOne(
                        "SELECT link_id FROM ended_links" + OF_ID, row -> row.getString(1), link.customer(), link.id())
                .isPresent();
    }

    private static boolean insert(SqlSession session, Link link, LinkSecrets secrets) throws SQLException {
        return session.update(
                        """
                        INSERT INTO links (customer_id, identity_provider, partner_user_id, link_id, app, device_id,
                                           linked_at, last_used_at, link_token, signing_key)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        link.customer(),
                        link.identityProviderName(),
                        link.partnerUserId(),
                        link.id(),
                        link.app(),
                        link.device(),
                        link.linkedAt(),
                        link.lastUsedAt(),
                        secrets.linkToken(),
                        secrets.signingKey())
                == 1;
    }

    /// Reads again and compares: what kept the link out may be the link itself, from a run whose answer was lost.
    private static LinkInsertion inTheWay(SqlSession session, Link link) throws SQLException {
        Optional<Link> same = session.queryOne(SELECT + OF_ID, SqlLinks::read, link.customer(), link.id());
        if (same.isPresent() && !sameKey(same.get(), link)) {
            throw new IllegalStateException("this link id is in use for another account");
        }
        if (same.isPresent()) {
            return new LinkInsertion.Stored(same.get(), false);
        }
        return new LinkInsertion.Existing(session.queryOne(
                        SELECT + OF_ACCOUNT,
                        SqlLinks::read,
                        link.customer(),
                        link.identityProviderName(),
                        link.partnerUserId())
                .orElseThrow());
    }

    private static boolean sameKey(Link one, Link other) {
        return one.identityProviderName().equals(other.identityProviderName())
                && one.partnerUserId().equals(other.partnerUserId());
    }

    private static List<Link> end(Tx tx, Instant now, String delete, Object... key) {
        return SqlTx.run(tx, session -> {
            List<Link> ended = session.query(delete, SqlLinks::read, key);
            for (Link link : ended) {
                session.update(
                        "INSERT INTO ended_links (customer_id, link_id, ended_at) VALUES (?, ?, ?)",
                        link.customer(),
                        link.id(),
                        now);
            }
            return sorted(ended, Function.identity());
        });
    }

    private List<Link> links(String sql, @Nullable Object... key) {
        return sorted(engine.read(session -> session.query(sql, SqlLinks::read, key)), Function.identity());
    }

    private static <T> List<T> sorted(List<T> links, Function<T, Link> link) {
        List<T> sorted = new ArrayList<>(links);
        sorted.sort(Comparator.comparing(link, OLDEST_FIRST));
        return List.copyOf(sorted);
    }

    private static Link read(ResultSet row) throws SQLException {
        return new Link(
                LinkId.of(row.getString("link_id")),
                Columns.customer(row),
                new IdentityProviderName(row.getString("identity_provider")),
                new PartnerUserId(row.getString("partner_user_id")),
                Columns.app(row),
                Columns.device(row),
                Columns.time(row, "linked_at"),
                Columns.timeOrNull(row, "last_used_at"));
    }

    private static LinkSecrets readSecrets(ResultSet row) throws SQLException {
        return new LinkSecrets(LinkToken.of(row.getString("link_token")), Columns.wrapped(row, "signing_key"));
    }
}
