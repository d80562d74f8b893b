package org.simplesignin.server.session;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Transactions;

/// Makes a customer's session without their credentials, as it is right after they were given.
public final class SignedIn {
    /// The name of the cookie, without its prefix.
    public static final String COOKIE = SessionCookie.NAME;

    private SignedIn() {}

    /// Stores a session that begins now and returns the value of its cookie.
    public static String cookie(
            Transactions transactions,
            BrowserSessions sessions,
            CustomerId customer,
            SecureRandom random,
            Instant time) {
        SessionCookie cookie = SessionCookie.generate(customer, random);
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        BrowserSession session =
                new BrowserSession(customer, cookie.ref(), cookie.hash(), now, now, now, "Test browser", "127.0.0.1");
        transactions.inCustomerTransaction(customer, tx -> {
            sessions.add(tx, session);
            return session;
        });
        return cookie.value();
    }
}
