package org.simplesignin.server.customer;

import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The storage port of customers. Primary key: `id`; unique: `externalKey`. Thread-safe.
public interface Customers {
    /// Stores this customer, or returns the one that has the same `externalKey` already, unchanged and with its own id.
    /// In that case nothing is written. `customer.id()` is `tx.customer()`, else [IllegalArgumentException].
    Customer addOrExisting(Tx tx, Customer customer);

    /// Returns the customer with this id.
    Optional<Customer> customer(CustomerId id);

    /// Returns the customer with this external key.
    Optional<Customer> byExternalKey(String externalKey);
}
