package org.simplesignin.server.closing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The storage port of deleted customers. Primary key: `customer_id`. A mark is never taken back. Thread-safe.
public interface Closings {
    /// Stores this mark of `tx.customer()`, not shredded yet, unless there is one already, which stays as it is.
    void mark(Tx tx, Closed closed);

    /// Notes that the key was shredded at this time; without effect where that was noted before.
    void shredded(Tx tx, Instant at);

    /// Returns the committed mark of this customer.
    Optional<Closed> closed(CustomerId customer);

    /// Returns the committed marks in the order of their customers' ids, from after this one on (null: from the
    /// first), at most `most`.
    List<Closed> all(@Nullable CustomerId after, int most);
}
