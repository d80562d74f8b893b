package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.link.EndedLink;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkSecrets;
import org.simplesignin.server.link.LinkUse;
import org.simplesignin.server.link.StoredLink;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.PartnerUserId;

/// The rows of links: what of them is sealed, bound to which row, and found by which index. A row that does not open is
/// told apart, so that it does not take the others along.
final class LinkRows {
    /// The columns of a link.
    static final String LINK = "link_id, customer_id, identity_provider, sealed_account, app, device_id, linked_at,"
            + " last_used_at, last_used_device_id";

    /// The columns of a link with its secrets.
    static final String STORED = LINK + ", signing_key";

    /// The columns of a link that was ended.
    static final String ENDED = "link_id, identity_provider, app";

    private final Seals seals;

    LinkRows(Seals seals) {
        this.seals = seals;
    }

    /// A row that opens, or the id of one that does not.
    record Row<T>(LinkId id, Optional<T> value) {}

    /// Returns the account's value in the column `partner_user_index`.
    byte[] accountIndex(Link link) {
        return accountIndex(link.customer(), link.identityProviderName(), link.partnerUserId());
    }

    byte[] accountIndex(CustomerId customer, IdentityProviderName identityProviderName, PartnerUserId partnerUserId) {
        return seals.index(customer, "partner-user " + identityProviderName.value(), partnerUserId.value());
    }

    /// Seals the partner's account and the link token: one envelope, because opening costs more than length does.
    Wrapped sealedAccount(Link link, LinkSecrets secrets) {
        return seals.seal(
                link.customer(),
                accountOf(link.id(), link.identityProviderName()),
                link.partnerUserId().value(),
                secrets.linkToken().value());
    }

    /// Reads a link that must open.
    ///
    /// @throws UnwrapException where it does not
    Link read(ResultSet row) throws SQLException {
        return link(row, ids(row)).link();
    }

    /// Reads a link that may not open.
    Row<Link> tryRead(ResultSet row) throws SQLException {
        return opened(row, Opened::link);
    }

    /// Reads a link that may not open, with its secrets.
    Row<StoredLink> tryReadStored(ResultSet row) throws SQLException {
        return opened(
                row,
                opened -> new StoredLink(
                        opened.link(),
                        new LinkSecrets(LinkToken.of(opened.account().next()), Columns.wrapped(row, "signing_key"))));
    }

    private <T> Row<T> opened(ResultSet row, SqlOpened<T> read) throws SQLException {
        Ids ids = ids(row);
        try {
            return new Row<>(ids.link(), Optional.of(read.of(link(row, ids))));
        } catch (UnwrapException e) {
            return new Row<>(ids.link(), Optional.empty());
        }
    }

    /// Makes of an opened row what is asked for.
    private interface SqlOpened<T> {
        T of(Opened opened) throws SQLException;
    }

    /// A link, and what is left in its envelope.
    private record Opened(Link link, Seals.Texts account) {}

    /// What an envelope is bound to, read once: each look into a row costs about as much as opening it.
    private record Ids(LinkId link, CustomerId customer, IdentityProviderName provider) {}

    private static Ids ids(ResultSet row) throws SQLException {
        return new Ids(LinkId.of(row.getString("link_id")), Columns.customer(row), provider(row));
    }

    private Opened link(ResultSet row, Ids ids) throws SQLException {
        Seals.Texts account = seals.open(
                ids.customer(), accountOf(ids.link(), ids.provider()), Columns.wrapped(row, "sealed_account"));
        Link link = new Link(
                ids.link(),
                ids.customer(),
                ids.provider(),
                new PartnerUserId(account.next()),
                Columns.app(row),
                Columns.device(row),
                Columns.time(row, "linked_at"),
                lastUse(row));
        return new Opened(link, account);
    }

    private static @Nullable LinkUse lastUse(ResultSet row) throws SQLException {
        Instant at = Columns.timeOrNull(row, "last_used_at");
        byte[] device = row.getBytes("last_used_device_id");
        return at == null || device == null ? null : new LinkUse(at, DeviceId.ofBytes(device));
    }

    private static IdentityProviderName provider(ResultSet row) throws SQLException {
        return new IdentityProviderName(row.getString("identity_provider"));
    }

    /// Reads what does not need to be opened.
    static EndedLink readEnded(ResultSet row) throws SQLException {
        return new EndedLink(LinkId.of(row.getString("link_id")), provider(row), Columns.app(row));
    }

    /// Returns what opens, and adds the ids of the others to `unreadable`.
    static <T> List<T> readable(List<Row<T>> rows, List<LinkId> unreadable) {
        List<T> values = new ArrayList<>();
        for (Row<T> row : rows) {
            row.value().ifPresentOrElse(values::add, () -> unreadable.add(row.id()));
        }
        return values;
    }

    private static BoundTo accountOf(LinkId link, IdentityProviderName identityProviderName) {
        return BoundTo.of("link-account", link.value(), identityProviderName.value());
    }
}
