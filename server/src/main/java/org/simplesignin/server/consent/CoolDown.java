package org.simplesignin.server.consent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.LinkId;

/// After three declines an app may not ask the same customer for seven days (specification §2). When the pause is over
/// the count begins anew, and so it does when the customer allows. Thread-safe.
public final class CoolDown {
    static final int DECLINES = 3;
    static final Duration PAUSE = Duration.ofDays(7);

    private final Declines declines;
    private final Transactions transactions;
    private final Audit audit;
    private final Clock clock;

    /// Makes the rule over this store.
    public CoolDown(Declines declines, Transactions transactions, Audit audit, Clock clock) {
        this.declines = declines;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// Returns whether the app must not ask this customer now.
    public boolean isOn(CustomerId customer, AppId app) {
        return isOn(declines.ofApp(customer, app));
    }

    private boolean isOn(List<Decline> newestFirst) {
        return newestFirst.size() >= DECLINES
                && Term.lenient(PAUSE, clock.instant()).isOn(end(newestFirst));
    }

    private static Instant end(List<Decline> newestFirst) {
        return newestFirst.getFirst().at().plus(PAUSE);
    }

    /// Returns the apps that must not ask this customer now, each with the moment from which it may again.
    public Map<AppId, Instant> pauses(CustomerId customer) {
        Map<AppId, Instant> pauses = new LinkedHashMap<>();
        declines.ofCustomer(customer).forEach((app, newestFirst) -> {
            if (isOn(newestFirst)) {
                pauses.put(app, end(newestFirst));
            }
        });
        return pauses;
    }

    /// Lets the app ask again at once, and begins the count anew; where there is no pause, nothing happens. Returns
    /// whether there was one.
    public boolean lift(CustomerId customer, AppId app, Actor by) {
        return transactions.inCustomerTransaction(customer, tx -> {
            if (!isOn(declines.ofApp(tx, app))) {
                return false;
            }
            declines.clear(tx, app);
            audit.record(tx, new AuditEvent.ConsentPauseLifted(app, by));
            return true;
        });
    }

    /// Counts a decline, once for each attempt; returns whether it was counted now.
    public boolean declined(Tx tx, AppId app, LinkId attempt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Decline> before = declines.ofApp(tx, app);
        if (before.stream().anyMatch(decline -> decline.attempt().equals(attempt))) {
            return false;
        }
        if (before.size() >= DECLINES && !isOn(before)) {
            declines.clear(tx, app);
        }
        return declines.add(tx, app, new Decline(attempt, now));
    }

    /// Returns whether this attempt was declined: a later Allow under the same id is not the customer's.
    public boolean wasDeclined(Tx tx, AppId app, LinkId attempt) {
        return declines.ofApp(tx, app).stream()
                .anyMatch(decline -> decline.attempt().equals(attempt));
    }

    /// Begins the count anew.
    public void allowed(Tx tx, AppId app) {
        declines.clear(tx, app);
    }
}
