package org.simplesignin.server.storage;

import org.simplesignin.server.id.CustomerId;

/// A transaction under way, of one customer. Only what [Transactions] handed out may be given to a port; it is used on
/// the thread that runs the work and is worthless afterwards (a port throws [IllegalStateException]).
///
/// Ports take the customer from here and nowhere else, so that a transaction over two customers cannot be written.
public interface Tx {
    /// Returns the customer whose rows this transaction may touch.
    CustomerId customer();
}
