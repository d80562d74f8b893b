package org.simplesignin.server.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.PartnerUserId;

/// The storage port of links. Primary key: `(customer_id, identity_provider, partner_user_id)`; unique beside it:
/// `(customer_id, link_id)`. Only active links are ever returned. Lists are ordered by `linkedAt`, then by id; a link
/// whose row does not open (it is damaged, or was tampered with) is left out and logged, so that it does not take the
/// others along. Thread-safe.
///
/// Ending a link destroys its link token and signing key in the same statement, and keeps its id as ended for ever,
/// also where a new link takes its place.
public interface Links {
    /// Stores this active link, whose id was made beforehand, unless its key is taken. `link.customer()` is
    /// `tx.customer()`, else [IllegalArgumentException]. Of many callers at once exactly one stores; the others get
    /// [LinkInsertion.Existing] with the winner. Repeating the call with the same id gives [LinkInsertion.Stored]
    /// again, or [LinkInsertion.Ended] once that link has ended. An id that is in use for another key of this
    /// customer is an [IllegalStateException].
    LinkInsertion insertOrExisting(Tx tx, Link link, LinkSecrets secrets);

    /// Returns how many active links the transaction's customer has at this identity provider, as the transaction
    /// sees it.
    int count(Tx tx, IdentityProviderName identityProviderName);

    /// Returns the committed active links of this customer at this identity provider.
    List<Link> ofProvider(CustomerId customer, IdentityProviderName identityProviderName);

    /// As [#ofProvider], with what is needed to mint. Reads where writes are acknowledged, never from a replica.
    StoredLinks storedOfProvider(CustomerId customer, IdentityProviderName identityProviderName);

    /// Returns all committed active links of this customer.
    List<Link> ofCustomer(CustomerId customer);

    /// Returns the committed active link with this key.
    Optional<Link> byAccount(
            CustomerId customer, IdentityProviderName identityProviderName, PartnerUserId partnerUserId);

    /// Returns the committed active link of this customer with this id; empty also where it is another customer's.
    Optional<Link> byId(CustomerId customer, LinkId id);

    /// Notes that the link is used now on this device and returns true; returns false where it is not an active
    /// link of the transaction's customer. After true, nobody can end the link before this transaction ends.
    boolean touch(Tx tx, LinkId id, LinkUse use);

    /// Ends the link and destroys its secrets; returns the link that was, or empty where there is no such active
    /// link of the transaction's customer.
    Optional<EndedLink> end(Tx tx, LinkId id, Instant now);

    /// Ends all active links of the transaction's customer at this identity provider; returns those that were.
    List<EndedLink> endOfProvider(Tx tx, IdentityProviderName identityProviderName, Instant now);

    /// Ends all active links of the transaction's customer; returns those that were.
    List<EndedLink> endAll(Tx tx, Instant now);
}
