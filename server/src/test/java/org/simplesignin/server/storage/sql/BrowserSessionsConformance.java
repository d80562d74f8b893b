package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.page.SessionRef;
import org.simplesignin.server.session.BrowserSession;
import org.simplesignin.server.session.BrowserSessions;

/// What every implementation of [BrowserSessions] must do.
interface BrowserSessionsConformance extends Conformance {
    private BrowserSessions sessions() {
        return storage().accounts().sessions();
    }

    private static SecretHash token() {
        return SecretHash.of(Conformance.newDevice().value());
    }

    private static BrowserSession session(CustomerId customer, Instant usedAt) {
        return new BrowserSession(
                customer,
                new SessionRef(Conformance.newDevice().value()),
                token(),
                NOW,
                NOW,
                usedAt,
                "Firefox on Linux",
                "203.0.113.7");
    }

    private BrowserSession added(CustomerId customer, Instant usedAt) {
        BrowserSession session = session(customer, usedAt);
        did(customer, tx -> {
            sessions().add(tx, session);
            return true;
        });
        return session;
    }

    @Test
    default void sessionIsReadBackWholeByItsCustomerOnly() {
        CustomerId customer = newCustomer();
        BrowserSession session = added(customer, NOW);

        assertEquals(Optional.of(session), sessions().session(customer, session.ref()));
        assertEquals(Optional.empty(), sessions().session(newCustomer(), session.ref()));
        assertThrows(
                IllegalArgumentException.class,
                () -> did(newCustomer(), tx -> {
                    sessions().add(tx, session(customer, NOW));
                    return true;
                }));
    }

    @Test
    default void sessionsAreListedTheOneUsedLastFirst() {
        CustomerId customer = newCustomer();
        BrowserSession old = added(customer, NOW);
        BrowserSession young = added(customer, NOW.plusSeconds(2));
        added(newCustomer(), NOW.plusSeconds(3));

        assertEquals(List.of(young, old), sessions().ofCustomer(customer));
    }

    @Test
    default void ofTooManyTheOneUsedLeastRecentlyEnds() {
        CustomerId customer = newCustomer();
        List<BrowserSession> all = new ArrayList<>();
        for (int i = 0; i <= BrowserSessions.MOST; i++) {
            all.add(added(customer, NOW.plusSeconds(i)));
        }

        assertEquals(BrowserSessions.MOST, sessions().ofCustomer(customer).size());
        assertEquals(
                Optional.empty(), sessions().session(customer, all.getFirst().ref()));
    }

    @Test
    default void ofManyRenewalsWithOneTokenOneHolds() throws Exception {
        CustomerId customer = newCustomer();
        BrowserSession session = added(customer, NOW);
        Instant later = NOW.plusSeconds(5);

        List<Boolean> renewed = Conformance.race(
                CALLERS,
                i -> did(customer, tx -> sessions().renew(tx, session.ref(), session.token(), token(), later)));

        assertEquals(1, renewed.stream().filter(won -> won).count());
        BrowserSession now = sessions().session(customer, session.ref()).orElseThrow();
        assertEquals(later, now.signedInAt());
        assertEquals(NOW, now.beganAt());
        assertFalse(now.token().equals(session.token()));
    }

    @Test
    default void endedSessionIsGoneAndNothingRevivesIt() {
        CustomerId customer = newCustomer();
        BrowserSession session = added(customer, NOW);

        assertTrue(did(customer, tx -> sessions().end(tx, session.ref())));

        assertFalse(did(customer, tx -> sessions().end(tx, session.ref())));
        assertFalse(did(customer, tx -> sessions().touch(tx, session.ref(), NOW)));
        assertFalse(did(customer, tx -> sessions().renew(tx, session.ref(), session.token(), token(), NOW)));
        assertEquals(Optional.empty(), sessions().session(customer, session.ref()));
    }

    @Test
    default void sessionOfAnotherCustomerIsNotEnded() {
        CustomerId customer = newCustomer();
        BrowserSession session = added(customer, NOW);
        CustomerId stranger = newCustomer();

        assertFalse(did(stranger, tx -> sessions().end(tx, session.ref())));
        assertEquals(0, (int) in(stranger, tx -> sessions().endOthers(tx, session.ref())));
        assertEquals(List.of(session), sessions().ofCustomer(customer));
    }

    @Test
    default void allOthersEndAndOneStays() {
        CustomerId customer = newCustomer();
        BrowserSession kept = added(customer, NOW);
        added(customer, NOW);
        added(customer, NOW);

        assertEquals(2, (int) in(customer, tx -> sessions().endOthers(tx, kept.ref())));
        assertEquals(List.of(kept), sessions().ofCustomer(customer));
        assertEquals(1, (int) in(customer, tx -> sessions().endOthers(tx, new SessionRef("0".repeat(32)))));
        assertEquals(List.of(), sessions().ofCustomer(customer));
    }

    @Test
    default void staleSessionsEndByAgeAndByRest() {
        CustomerId customer = newCustomer();
        added(customer, NOW);
        BrowserSession used = added(customer, NOW.plusSeconds(100));

        assertEquals(1, (int) in(customer, tx -> sessions().endStale(tx, NOW, NOW, NOW.plusSeconds(1))));
        assertEquals(List.of(used), sessions().ofCustomer(customer));
        assertEquals(1, (int) in(customer, tx -> sessions().endStale(tx, NOW.plusMillis(1), NOW.plusSeconds(9), NOW)));
        assertEquals(List.of(), sessions().ofCustomer(customer));
    }

    @Test
    default void sessionsOfTheFutureEnd() {
        CustomerId customer = newCustomer();
        BrowserSession session = added(customer, NOW);
        Instant before = NOW.minusMillis(1);

        assertEquals(0, (int) in(customer, tx -> sessions().endStale(tx, before, NOW, before)));
        assertEquals(List.of(session), sessions().ofCustomer(customer));
        assertEquals(1, (int) in(customer, tx -> sessions().endStale(tx, before, before, before)));
        assertEquals(List.of(), sessions().ofCustomer(customer));
    }

    @Test
    default void useIsNoted() {
        CustomerId customer = newCustomer();
        BrowserSession session = added(customer, NOW);

        assertTrue(did(customer, tx -> sessions().touch(tx, session.ref(), NOW.plusSeconds(9))));

        assertEquals(
                NOW.plusSeconds(9),
                sessions().session(customer, session.ref()).orElseThrow().usedAt());
    }
}
