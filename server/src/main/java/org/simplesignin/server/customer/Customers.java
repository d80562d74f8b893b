package org.simplesignin.server.customer;

import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The storage port of customers. Primary key: `id`; unique: `externalKey`, where there is one. Thread-safe.
///
/// The customer's key is made first ([org.simplesignin.server.keys.CustomerKeys#make]); a verb that meets a customer
/// without one is a [org.simplesignin.server.keys.CustomerGoneException].
public interface Customers {
    /// Stores this customer, or returns the one that has the same `externalKey` already (without one: the same id),
    /// unchanged and with its own id. In that case nothing is written. `customer.id()` is `tx.customer()`, else
    /// [IllegalArgumentException]; an id that is in use with another external key is an [IllegalStateException].
    Customer addOrExisting(Tx tx, Customer customer);

    /// Returns the customer with this id.
    Optional<Customer> customer(CustomerId id);

    /// Returns the customer with this external key.
    Optional<Customer> byExternalKey(String externalKey);
}
