package org.simplesignin.server.audit;

import java.util.List;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// The storage port of the audit log. Primary key: `(customer_id, sequence)`. Lines are only ever added. Thread-safe.
public interface AuditLog {
    /// Returns the last line of the transaction's customer. Until the transaction ends nobody else adds one for
    /// this customer.
    Optional<AuditLine> last(Tx tx);

    /// Adds these lines, all of `tx.customer()`, the first following [#last]; a sequence that is there already is
    /// an [IllegalStateException] and rolls the transaction back.
    void append(Tx tx, List<AuditLine> lines);

    /// Returns the committed lines from this sequence on, oldest first, at most `most`.
    List<AuditLine> lines(CustomerId customer, long fromSequence, int most);

    /// Returns the committed lines before this sequence, newest first, at most `most`.
    List<AuditLine> newest(CustomerId customer, long beforeSequence, int most);
}
