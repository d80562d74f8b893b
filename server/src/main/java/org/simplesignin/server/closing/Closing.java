package org.simplesignin.server.closing;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;

/// Deletes a customer's account (specification §5, T17). Thread-safe.
///
/// The order makes each step safe to lose: the mark and the end of everything are one transaction, so a crash leaves
/// either the whole account or a mark; the key is shredded after it, so no living account is ever unreadable; what is
/// acknowledged is shredded. Whoever mints, links or signs in meanwhile finds no customer, no device and no session in
/// their own transaction, and no key to open anything with.
public final class Closing {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());
    private static final String NO_LINE = "0".repeat(64);
    private static final int PAGE = 1_000;

    private final Closings closings;
    private final Transactions transactions;
    private final CustomerKeys keys;
    private final List<DiesWithCustomer> dying;
    private final AuditLog auditLog;
    private final Farewell farewell;
    private final Figures figures;
    private final Clock clock;

    /// Makes the rule.
    ///
    /// @param dying everything that stores something of customers, in the order in which it can be deleted
    public Closing(
            Closings closings,
            Transactions transactions,
            CustomerKeys keys,
            List<DiesWithCustomer> dying,
            AuditLog auditLog,
            Farewell farewell,
            Figures figures,
            Clock clock) {
        this.closings = closings;
        this.transactions = transactions;
        this.keys = keys;
        this.dying = List.copyOf(dying);
        this.auditLog = auditLog;
        this.farewell = farewell;
        this.figures = figures;
        this.clock = clock;
    }

    /// Deletes the account. When this returns, nothing of it can be read or used any more. Repeating it changes
    /// nothing.
    public void close(CustomerId customer) {
        Runnable afterwards = farewell.prepare(customer);
        end(customer);
        shred(customer);
        figures.accountClosed();
        afterwards.run();
    }

    /// Finishes what a crash or a restored backup left half-done; called at the start, before anybody is served.
    /// Returns how many deletions it finished.
    ///
    /// - a mark whose key was not shredded: the process ended between the steps, or the file of keys is an older
    ///   one;
    /// - a shredded key without its mark: the database is an older one, from before the deletion.
    public int finish() {
        int finished = finishMarked() + repeatForgotten();
        if (finished > 0) {
            LOG.log(Level.WARNING, "Finished {0} deletions of accounts that were half-done", finished);
        }
        return finished;
    }

    private int finishMarked() {
        int finished = 0;
        for (List<Closed> page = closings.all(null, PAGE);
                !page.isEmpty();
                page = closings.all(page.getLast().customer(), PAGE)) {
            for (Closed closed : page) {
                if (closed.shreddedAt() == null || !keys.isShredded(closed.customer())) {
                    shred(closed.customer());
                    finished++;
                }
            }
        }
        return finished;
    }

    private int repeatForgotten() {
        int finished = 0;
        for (List<CustomerId> page = keys.shredded(null, PAGE);
                !page.isEmpty();
                page = keys.shredded(page.getLast(), PAGE)) {
            for (CustomerId customer : page) {
                if (closings.closed(customer).isEmpty()) {
                    end(customer);
                    shred(customer);
                    finished++;
                }
            }
        }
        return finished;
    }

    private void end(CustomerId customer) {
        Instant now = now();
        transactions.inCustomerTransaction(customer, tx -> {
            closings.mark(tx, marked(tx, now));
            dying.forEach(one -> one.deleteAll(tx));
            return true;
        });
    }

    private Closed marked(Tx tx, Instant now) {
        Optional<AuditLine> last = auditLog.last(tx);
        return new Closed(
                tx.customer(),
                now,
                last.map(AuditLine::sequence).orElse(0L),
                last.map(AuditLine::hash).orElse(NO_LINE),
                null);
    }

    private void shred(CustomerId customer) {
        keys.shred(customer);
        Instant now = now();
        transactions.inCustomerTransaction(customer, tx -> {
            closings.shredded(tx, now);
            return true;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
