package org.simplesignin.server.consent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.LinkId;

/// After three declines an app may not ask the same customer for seven days (specification §2). When the pause is over
/// the count begins anew, and so it does when the customer allows. Thread-safe.
public final class CoolDown {
    static final int DECLINES = 3;
    static final Duration PAUSE = Duration.ofDays(7);

    private final Declines declines;
    private final Clock clock;

    /// Makes the rule over this store.
    public CoolDown(Declines declines, Clock clock) {
        this.declines = declines;
        this.clock = clock;
    }

    /// Returns whether the app must not ask this customer now.
    public boolean isOn(CustomerId customer, AppId app) {
        return isOn(declines.ofApp(customer, app));
    }

    private boolean isOn(List<Decline> newestFirst) {
        return newestFirst.size() >= DECLINES
                && clock.instant().isBefore(newestFirst.getFirst().at().plus(PAUSE));
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
