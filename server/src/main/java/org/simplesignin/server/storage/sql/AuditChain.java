package org.simplesignin.server.storage.sql;

import java.util.List;
import java.util.OptionalLong;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.id.CustomerId;

/// Checks a customer's audit log from its first line. It finds every line that was changed, left out, moved or put in,
/// but neither lines missing at the end nor a chain that was made anew from some line on: for that the last hash must
/// be
/// kept elsewhere.
final class AuditChain {
    private static final int PAGE = 500;

    private AuditChain() {}

    /// Returns the sequence at which the chain is first not as it was written, or empty where all of it is intact.
    static OptionalLong firstBreak(AuditLog log, CustomerId customer) {
        AuditLine earlier = null;
        long expected = 1;
        for (List<AuditLine> page = log.lines(customer, expected, PAGE);
                !page.isEmpty();
                page = log.lines(customer, expected, PAGE)) {
            for (AuditLine line : page) {
                boolean inPlace = earlier == null ? isFirst(line) : line.follows(earlier);
                if (!inPlace || !line.isIntact()) {
                    return OptionalLong.of(expected);
                }
                earlier = line;
                expected++;
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isFirst(AuditLine line) {
        return line.equals(AuditLine.first(line.customer(), line.at(), line.kind(), line.details()));
    }
}
