package org.simplesignin.server.audit;

import java.util.List;
import java.util.OptionalLong;

/// Checks a customer's audit log: each line has its own hash and follows the one before.
public final class AuditChain {
    private AuditChain() {}

    /// Returns the sequence of the first line that is not as it was written, or empty where all are. `lines` is the
    /// log from its first line on. A log that was cut off at its end looks whole: keep the last hash elsewhere to
    /// know.
    public static OptionalLong firstBroken(List<AuditLine> lines) {
        AuditLine before = null;
        for (AuditLine line : lines) {
            boolean inPlace = before == null ? line.sequence() == 1 && line.isFirst() : line.follows(before);
            if (!inPlace || !line.isIntact()) {
                return OptionalLong.of(line.sequence());
            }
            before = line;
        }
        return OptionalLong.empty();
    }
}
