package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.consent.Decline;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.tokens.AppId;

/// What every implementation of [org.simplesignin.server.consent.Declines] must do.
interface DeclinesConformance extends Conformance {
    AppId OTHER_APP = AppId.of("other-app");

    private boolean add(CustomerId customer, AppId app, Decline decline) {
        return in(customer, tx -> storage().declines().add(tx, app, decline));
    }

    private static Decline decline(long millis) {
        return new Decline(Conformance.newLinkId(), NOW.plusMillis(millis));
    }

    @Test
    default void declinesComeNewestFirst() {
        CustomerId customer = newCustomer();
        Decline old = decline(1);
        Decline young = decline(3);
        Decline middle = decline(2);
        List.of(old, young, middle).forEach(decline -> assertTrue(add(customer, APP, decline)));

        assertEquals(List.of(young, middle, old), storage().declines().ofApp(customer, APP));
        assertEquals(
                List.of(young, middle, old),
                in(customer, tx -> storage().declines().ofApp(tx, APP)));
    }

    @Test
    default void repeatedDeclineIsCountedOnce() throws Exception {
        CustomerId customer = newCustomer();
        Decline decline = decline(0);

        List<Boolean> added = Conformance.race(CALLERS, i -> add(customer, APP, decline));

        assertEquals(1, added.stream().filter(won -> won).count());
        assertFalse(add(customer, APP, new Decline(decline.attempt(), NOW.plusSeconds(9))));
        assertEquals(List.of(decline), storage().declines().ofApp(customer, APP));
    }

    @Test
    default void clearingLeavesOtherAppsAndCustomers() {
        CustomerId customer = newCustomer();
        CustomerId neighbour = newCustomer();
        Decline elsewhere = decline(0);
        add(customer, APP, decline(0));
        add(customer, OTHER_APP, elsewhere);
        add(neighbour, APP, elsewhere);

        in(customer, tx -> {
            storage().declines().clear(tx, APP);
            return true;
        });

        assertEquals(List.of(), storage().declines().ofApp(customer, APP));
        assertEquals(List.of(elsewhere), storage().declines().ofApp(customer, OTHER_APP));
        assertEquals(List.of(elsewhere), storage().declines().ofApp(neighbour, APP));
    }

    @Test
    default void declinesOfACustomerComeByAppNewestFirst() {
        CustomerId customer = newCustomer();
        Decline old = decline(1);
        Decline young = decline(2);
        Decline elsewhere = decline(0);
        add(customer, APP, old);
        add(customer, OTHER_APP, elsewhere);
        add(customer, APP, young);
        add(newCustomer(), APP, decline(3));

        assertEquals(
                Map.of(APP, List.of(young, old), OTHER_APP, List.of(elsewhere)),
                storage().declines().ofCustomer(customer));
        assertEquals(Map.of(), storage().declines().ofCustomer(newCustomer()));
    }
}
