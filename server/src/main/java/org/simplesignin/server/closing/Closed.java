package org.simplesignin.server.closing;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;

/// All that is remembered of a deleted customer: a random id that means nothing any more, and how the audit log ended,
/// so that a copy which the customer or an auditor took can be told from a forged one.
///
/// @param auditLines the number of lines the audit log had
/// @param auditHash the hash of the last line, 64 hexadecimal digits; zeros where there was none
/// @param shreddedAt when the key was shredded and the deletion was complete, or null while it is not
public record Closed(
        CustomerId customer,
        Instant closedAt,
        long auditLines,
        String auditHash,
        @Nullable Instant shreddedAt) {
    /// Refuses absent parts and negative counts.
    public Closed {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(closedAt, "closedAt");
        Objects.requireNonNull(auditHash, "auditHash");
        if (auditLines < 0) {
            throw new IllegalArgumentException("an audit log has no negative number of lines");
        }
    }
}
