package org.simplesignin.server.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.page.SessionRef;
import org.simplesignin.server.storage.Tx;

/// The storage port of customers' sessions in browsers. Primary key: `(customer_id, session_id)`. A session that has
/// ended has no row. Browser and place are sealed under the customer's key. Thread-safe.
public interface BrowserSessions {
    /// The most sessions of a customer.
    int MOST = 50;

    /// Stores a new session; where the customer has more than [#MOST] then, the ones used least recently are ended.
    /// `session.customer()` is `tx.customer()`, else [IllegalArgumentException].
    void add(Tx tx, BrowserSession session);

    /// Returns this session; one indexed read of committed state.
    Optional<BrowserSession> session(CustomerId customer, SessionRef ref);

    /// Returns the customer's sessions, the one used last first.
    List<BrowserSession> ofCustomer(CustomerId customer);

    /// Gives the session another token where it still has this one, and notes that credentials were given; returns
    /// whether it had.
    boolean renew(Tx tx, SessionRef ref, SecretHash before, SecretHash token, Instant signedInAt);

    /// Notes that the session was used; returns false, writing nothing, where it has ended.
    boolean touch(Tx tx, SessionRef ref, Instant usedAt);

    /// Ends the session; returns whether there was one.
    boolean end(Tx tx, SessionRef ref);

    /// Ends all sessions but this one, or all where it is none of the customer's; returns how many.
    int endOthers(Tx tx, SessionRef kept);

    /// Ends the sessions that began before `earliest` or after `latest`, or were last used before `used`; returns how
    /// many.
    int endStale(Tx tx, Instant earliest, Instant latest, Instant used);
}
