package org.simplesignin.server.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.storage.Tx;

/// Writes audit lines, in the transaction of what they tell: either both are there or neither. Thread-safe.
public final class Audit {
    private final AuditLog log;
    private final Clock clock;

    /// Makes one that writes to this log.
    public Audit(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /// Adds a line for this event.
    public void record(Tx tx, AuditEvent event) {
        record(tx, List.of(event));
    }

    /// Adds a line for each of these events, in this order.
    public void record(Tx tx, List<? extends AuditEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<AuditLine> last = log.last(tx);
        List<AuditLine> lines = new ArrayList<>(events.size());
        for (AuditEvent event : events) {
            AuditLine line = last.isEmpty()
                    ? AuditLine.first(tx.customer(), now, event.kind(), event.details())
                    : last.get().next(now, event.kind(), event.details());
            lines.add(line);
            last = Optional.of(line);
        }
        log.append(tx, lines);
    }
}
