package org.simplesignin.server.oidc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The storage port of who is which customer. Primary key: the subject. An identity belongs to one customer and never
/// changes hands; it ends with its customer. Thread-safe.
public interface OidcIdentities {
    /// Gives this subject to `tx.customer()`; returns false, changing nothing, where somebody has it already.
    boolean add(Tx tx, Subject subject, Instant now);

    /// Returns the customer who is this subject.
    Optional<CustomerId> customer(Subject subject);

    /// Returns who this customer is, the oldest first.
    List<OidcIdentity> ofCustomer(CustomerId customer);
}
