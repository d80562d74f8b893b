package org.simplesignin.server.passkey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The storage port of passkeys. Primary key: `(customer_id, credential_id)`; unique over all customers: the credential
/// id, because a sign-in begins with nothing else. Names are sealed under the customer's key. Thread-safe.
public interface Passkeys {
    /// Stores a new passkey; returns false, writing nothing, where the credential id is anybody's already (WebAuthn
    /// §7.1, step 26) or the customer has [Passkey#MOST]. `passkey.customer()` is `tx.customer()`, else
    /// [IllegalArgumentException].
    boolean add(Tx tx, Passkey passkey);

    /// Returns the passkey with this id, whoever has it.
    Optional<Passkey> passkey(CredentialId id);

    /// Returns the customer's passkeys, the oldest first.
    List<Passkey> ofCustomer(CustomerId customer);

    /// Returns how many the customer has, as the transaction sees it.
    int count(Tx tx);

    /// Notes a use, where the count is still `before`; returns false, writing nothing, where it is not, or the
    /// passkey is gone: somebody else used or removed it in between.
    boolean use(Tx tx, CredentialId id, long before, long signCount, boolean backedUp, Instant now);

    /// Removes a passkey of the customer; returns whether there was one.
    boolean remove(Tx tx, CredentialId id);
}
