package org.simplesignin.server.customer;

import org.simplesignin.server.storage.Tx;

/// Something stored of customers that ends when one is deleted (specification §5). Whoever stores rows of a customer
/// implements this and is listed where the storage is put together; what is forgotten there would stay for ever.
///
/// Nouns do not name it: the storage of a noun does, because this package imports nouns itself.
public interface DiesWithCustomer {
    /// Deletes everything of `tx.customer()` here. Rows that others point at go later in the list than those that
    /// point at them. Repeating it changes nothing.
    void deleteAll(Tx tx);
}
