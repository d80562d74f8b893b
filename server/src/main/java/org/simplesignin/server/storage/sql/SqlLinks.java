package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.link.EndedLink;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkInsertion;
import org.simplesignin.server.link.LinkSecrets;
import org.simplesignin.server.link.LinkUse;
import org.simplesignin.server.link.Links;
import org.simplesignin.server.link.StoredLink;
import org.simplesignin.server.link.StoredLinks;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.PartnerUserId;

/// Links in SQL. The table `links` holds active links only: ending one deletes its row, and with it in the same
/// statement the partner's account, the link token and the signing key. `ended_links` keeps the bare id for ever.
///
/// The partner's account and the link token are sealed; the account is found by an index of its customer and provider,
/// so that equal accounts of two customers or at two providers do not show.
final class SqlLinks implements Links, DiesWithCustomer {
    private static final System.Logger LOG = System.getLogger(SqlLinks.class.getName());
    private static final String SELECT = "SELECT " + LinkRows.LINK + " FROM links";
    private static final String DELETE = "DELETE FROM links";
    private static final String RETURNING = " RETURNING " + LinkRows.ENDED;
    private static final String OF_CUSTOMER = " WHERE customer_id = ?";
    private static final String OF_PROVIDER = " WHERE customer_id = ? AND identity_provider = ?";
    private static final String OF_ACCOUNT = OF_PROVIDER + " AND partner_user_index = ?";
    private static final String OF_ID = " WHERE customer_id = ? AND link_id = ?";

    // Sorted here, because engines disagree on the order of text.
    private static final Comparator<Link> OLDEST_FIRST =
            Comparator.comparing(Link::linkedAt).thenComparing(link -> link.id().value());

    private final Engine engine;
    private final LinkRows rows;

    SqlLinks(Engine engine, Seals seals) {
        this.engine = engine;
        this.rows = new LinkRows(seals);
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
    public StoredLinks storedOfProvider(CustomerId customer, IdentityProviderName identityProviderName) {
        List<LinkId> unreadable = new ArrayList<>();
        List<StoredLink> links = LinkRows.readable(
                engine.read(session -> session.query(
                        "SELECT " + LinkRows.STORED + " FROM links" + OF_PROVIDER,
                        rows::tryReadStored,
                        customer,
                        identityProviderName)),
                unreadable);
        return new StoredLinks(sorted(links, StoredLink::link), unreadable);
    }

    @Override
    public List<Link> ofCustomer(CustomerId customer) {
        return links(SELECT + OF_CUSTOMER, customer);
    }

    @Override
    public Optional<Link> byAccount(
            CustomerId customer, IdentityProviderName identityProviderName, PartnerUserId partnerUserId) {
        byte[] index = rows.accountIndex(customer, identityProviderName, partnerUserId);
        return engine.read(
                session -> session.queryOne(SELECT + OF_ACCOUNT, rows::read, customer, identityProviderName, index));
    }

    @Override
    public Optional<Link> byId(CustomerId customer, LinkId id) {
        return engine.read(session -> session.queryOne(SELECT + OF_ID, rows::read, customer, id));
    }

    @Override
    public boolean touch(Tx tx, LinkId id, LinkUse use) {
        return SqlTx.run(
                tx,
                session -> session.update(
                                "UPDATE links SET last_used_at = ?, last_used_device_id = ?" + OF_ID,
                                use.at(),
                                use.device(),
                                tx.customer(),
                                id)
                        == 1);
    }

    @Override
    public Optional<EndedLink> end(Tx tx, LinkId id, Instant now) {
        return end(tx, now, DELETE + OF_ID + RETURNING, tx.customer(), id).stream()
                .findFirst();
    }

    @Override
    public List<EndedLink> endOfProvider(Tx tx, IdentityProviderName identityProviderName, Instant now) {
        return end(tx, now, DELETE + OF_PROVIDER + RETURNING, tx.customer(), identityProviderName);
    }

    @Override
    public List<EndedLink> endAll(Tx tx, Instant now) {
        return end(tx, now, DELETE + OF_CUSTOMER + RETURNING, tx.customer());
    }

    private static boolean hasEnded(SqlSession session, Link link) throws SQLException {
        return session.queryOne(
                        "SELECT link_id FROM ended_links" + OF_ID, row -> row.getString(1), link.customer(), link.id())
                .isPresent();
    }

    private boolean insert(SqlSession session, Link link, LinkSecrets secrets) throws SQLException {
        LinkUse use = link.lastUse();
        return session.update(
                        """
                        INSERT INTO links (customer_id, identity_provider, partner_user_index, link_id, app, device_id,
                                           linked_at, last_used_at, last_used_device_id, sealed_account, signing_key)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        link.customer(),
                        link.identityProviderName(),
                        rows.accountIndex(link),
                        link.id(),
                        link.app(),
                        link.device(),
                        link.linkedAt(),
                        use == null ? null : use.at(),
                        use == null ? null : use.device(),
                        rows.sealedAccount(link, secrets),
                        secrets.signingKey())
                == 1;
    }

    /// Reads again and compares: what kept the link out may be the link itself, from a run whose answer was lost.
    private LinkInsertion inTheWay(SqlSession session, Link link) throws SQLException {
        Optional<Link> same = session.queryOne(SELECT + OF_ID, rows::read, link.customer(), link.id());
        if (same.isPresent() && !sameKey(same.get(), link)) {
            throw new IllegalStateException("this link id is in use for another account");
        }
        if (same.isPresent()) {
            return new LinkInsertion.Stored(same.get(), false);
        }
        return new LinkInsertion.Existing(session.queryOne(
                        SELECT + OF_ACCOUNT,
                        rows::read,
                        link.customer(),
                        link.identityProviderName(),
                        rows.accountIndex(link))
                .orElseThrow());
    }

    private static boolean sameKey(Link one, Link other) {
        return one.identityProviderName().equals(other.identityProviderName())
                && one.partnerUserId().equals(other.partnerUserId());
    }

    private static List<EndedLink> end(Tx tx, Instant now, String delete, Object... key) {
        return SqlTx.run(tx, session -> {
            List<EndedLink> ended = session.query(delete, LinkRows::readEnded, key);
            for (EndedLink link : ended) {
                session.update(
                        "INSERT INTO ended_links (customer_id, link_id, ended_at) VALUES (?, ?, ?)",
                        tx.customer(),
                        link.id(),
                        now);
            }
            return ended;
        });
    }

    private List<Link> links(String sql, @Nullable Object... key) {
        List<LinkId> unreadable = new ArrayList<>();
        List<Link> links =
                LinkRows.readable(engine.read(session -> session.query(sql, rows::tryRead, key)), unreadable);
        unreadable.forEach(id -> LOG.log(System.Logger.Level.ERROR, "link {0}: its row does not open", id));
        return sorted(links, Function.identity());
    }

    private static <T> List<T> sorted(List<T> links, Function<T, Link> link) {
        List<T> sorted = new ArrayList<>(links);
        sorted.sort(Comparator.comparing(link, OLDEST_FIRST));
        return List.copyOf(sorted);
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> {
            int ended = session.update("DELETE FROM ended_links" + OF_CUSTOMER, tx.customer());
            return ended + session.update(DELETE + OF_CUSTOMER, tx.customer());
        });
    }
}
