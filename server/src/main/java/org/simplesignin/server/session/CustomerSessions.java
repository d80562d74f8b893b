package org.simplesignin.server.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.page.Cookies;
import org.simplesignin.server.page.SessionRef;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.page.Viewers;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// The life of a customer's session in a browser. It ends after 30 days, after 7 days without use, or when somebody
/// ends it; nothing is cached, so that an ended session is out at its next request, on every node. Its secret is new
/// each time credentials are given: what was in the browser before is worth nothing (session fixation, ASVS 5.0
/// §7.2.4). Thread-safe.
public final class CustomerSessions implements Viewers {
    /// The longest life.
    public static final Duration LIFE = Duration.ofDays(30);
    /// The longest time without use.
    public static final Duration IDLE = Duration.ofDays(7);

    /// Use is noted this often at most: a write for each page would be too many.
    private static final Duration NOTED = Duration.ofMinutes(5);

    private static final SessionRef NONE = new SessionRef("0".repeat(32));

    private final Transactions transactions;
    private final BrowserSessions sessions;
    private final Audit audit;
    private final SecureRandom random;
    private final Clock clock;

    /// Makes one.
    public CustomerSessions(
            Transactions transactions, BrowserSessions sessions, Audit audit, SecureRandom random, Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Optional<Viewer> viewer(Call call) {
        Optional<SessionCookie> cookie = cookie(call);
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        SessionCookie sent = cookie.get();
        Instant now = now();
        return sessions.session(sent.customer(), sent.ref())
                .filter(session -> session.token().equals(sent.hash()) && isAlive(session, now))
                .map(session -> {
                    noteUse(session, now);
                    return new Viewer(session.customer(), session.ref(), session.signedInAt(), sent.csrf());
                });
    }

    private static Optional<SessionCookie> cookie(Call call) {
        return Cookies.read(call, SessionCookie.NAME).flatMap(SessionCookie::parse);
    }

    private static boolean isAlive(BrowserSession session, Instant now) {
        return Term.lenient(LIFE, now).isOn(session.beganAt().plus(LIFE))
                && now.isBefore(session.usedAt().plus(IDLE));
    }

    /// Also where the last use lies in the future, because the clock was set back: the seven days count from now.
    private void noteUse(BrowserSession session, Instant now) {
        if (Duration.between(session.usedAt(), now).abs().compareTo(NOTED) > 0) {
            transactions.inCustomerTransaction(session.customer(), tx -> sessions.touch(tx, session.ref(), now));
        }
    }

    /// Begins a session in the browser of this request, which has just given credentials. The session that was
    /// there is ended.
    ///
    /// @param way by which the customer came in
    /// @param effect what happens together with it, or nothing at all; where it returns false no session begins
    /// @return whether it began
    public boolean begin(Call call, CustomerId customer, AuditEvent.Way way, Predicate<Tx> effect) {
        return begin(call, customer, way, now(), effect);
    }

    /// As [#begin(Call, CustomerId, AuditEvent.Way, Predicate)], where credentials were given at another time and
    /// to somebody else, who vouches for the customer now. What wants fresh ones asks for them.
    ///
    /// @param credentialsAt when they were given
    public boolean begin(
            Call call, CustomerId customer, AuditEvent.Way way, Instant credentialsAt, Predicate<Tx> effect) {
        SessionCookie cookie = SessionCookie.generate(customer, random);
        Instant now = now();
        BrowserSession session = new BrowserSession(
                customer,
                cookie.ref(),
                cookie.hash(),
                now,
                credentialsAt.isAfter(now) ? now : credentialsAt.truncatedTo(ChronoUnit.MILLIS),
                now,
                browser(call),
                call.address().prefix());
        boolean began = transactions.inCustomerTransaction(customer, tx -> {
            if (!effect.test(tx)) {
                return false;
            }
            sessions.endStale(
                    tx, now.minus(LIFE), Term.lenient(Duration.ZERO, now).latest(), now.minus(IDLE));
            sessions.add(tx, session);
            audit.record(tx, new AuditEvent.SignedIn(cookie.ref().value(), way));
            return true;
        });
        if (began) {
            viewer(call).ifPresent(this::end);
            Cookies.set(call, SessionCookie.NAME, cookie.value(), LIFE);
        }
        return began;
    }

    /// Returns what the browser of this request calls itself, such as "Firefox on Windows"; "" where that is not
    /// known.
    public static String browser(Call call) {
        return BrowserName.of(call.header("User-Agent").orElse(""));
    }

    /// Notes that this viewer has just given credentials again; the session has another secret from now on.
    ///
    /// @return false where the effect returned false, or the session has ended meanwhile
    public boolean renew(Call call, Viewer viewer, Predicate<Tx> effect) {
        Optional<SessionCookie> before = cookie(call);
        if (before.isEmpty()) {
            return false;
        }
        SessionCookie after = SessionCookie.generate(viewer.customer(), viewer.session(), random);
        boolean renewed = transactions.inCustomerTransaction(
                viewer.customer(),
                tx -> effect.test(tx)
                        && sessions.renew(tx, viewer.session(), before.get().hash(), after.hash(), now()));
        if (renewed) {
            Cookies.set(call, SessionCookie.NAME, after.value(), LIFE);
        }
        return renewed;
    }

    /// Ends the session of this browser.
    public void signOut(Call call, Viewer viewer) {
        end(viewer);
        Cookies.delete(call, SessionCookie.NAME);
    }

    private void end(Viewer viewer) {
        end(viewer.customer(), viewer.session());
    }

    /// Ends a session of this customer; returns whether there was one.
    public boolean end(CustomerId customer, SessionRef ref) {
        return transactions.inCustomerTransaction(customer, tx -> {
            boolean ended = sessions.end(tx, ref);
            if (ended) {
                audit.record(tx, new AuditEvent.SignedOut(ref.value()));
            }
            return ended;
        });
    }

    /// Ends all sessions of the customer but this one.
    public void endOthers(Viewer viewer) {
        transactions.inCustomerTransaction(viewer.customer(), tx -> endOthers(tx, viewer.session()));
    }

    /// As [#endOthers(Viewer)], together with something else; returns how many.
    public int endOthers(Tx tx, SessionRef kept) {
        int ended = sessions.endOthers(tx, kept);
        if (ended > 0) {
            audit.record(tx, new AuditEvent.OthersSignedOut(ended));
        }
        return ended;
    }

    /// Ends all sessions of the customer, together with something else.
    public int endAll(Tx tx) {
        return endOthers(tx, NONE);
    }

    /// Returns the sessions that are alive, the one used last first.
    public List<BrowserSession> ofCustomer(CustomerId customer) {
        Instant now = now();
        return sessions.ofCustomer(customer).stream()
                .filter(session -> isAlive(session, now))
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
