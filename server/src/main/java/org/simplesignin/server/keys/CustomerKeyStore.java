package org.simplesignin.server.keys;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;

/// Where the wrapped keys of customers are kept: **outside the database and its backups**, so that a key that is
/// shredded here is shredded everywhere. A file of its own by default; an operator may use a key service. Thread-safe.
///
/// A customer without a key, with a key, shredded: there is no way back. Each change is durable before its verb
/// returns, and repeating it changes nothing. A failing store is a [org.simplesignin.server.storage.StorageException].
public interface CustomerKeyStore {
    /// Stores this key, or returns the one the customer has already, unchanged; empty where it was shredded. Of
    /// many callers at once exactly one stores, and all get the same answer.
    Optional<Wrapped> addOrExisting(CustomerId customer, Wrapped key);

    /// Returns the customer's key; empty where it was shredded or never made.
    Optional<Wrapped> key(CustomerId customer);

    /// Overwrites the customer's key for good. One that never had a key never gets one either.
    void shred(CustomerId customer);

    /// Returns whether the customer was shredded.
    boolean isShredded(CustomerId customer);

    /// Returns shredded customers in the order of their ids, from after this one on (null: from the first), at most
    /// `most`.
    List<CustomerId> shredded(@Nullable CustomerId after, int most);
}
