package org.simplesignin.server.audit;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Checks a customer's audit log: each line has its own hash and follows the one before.
public final class AuditChain {
    private AuditChain() {}

    /// Returns the sequence of the first line that is not as it was written, or empty where all are. `lines` is the
    /// log from its first line on. A log that was cut off at its end looks whole: keep the last hash elsewhere to
    /// know.
    public static OptionalLong firstBroken(List<AuditLine> lines) {
        AuditLine before = null;
        for (AuditLine line : lines) {
            if (!continues(before, line)) {
                return OptionalLong.of(line.sequence());
            }
            before = line;
        }
        return OptionalLong.empty();
    }

    /// Returns whether this line is as it was written and came right after `before`; null stands for the beginning.
    public static boolean continues(@Nullable AuditLine before, AuditLine line) {
        boolean inPlace = before == null ? line.sequence() == 1 && line.isFirst() : line.follows(before);
        return inPlace && line.isIntact();
    }
}
