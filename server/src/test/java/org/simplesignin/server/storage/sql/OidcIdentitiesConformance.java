package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.oidc.OidcIdentity;
import org.simplesignin.server.oidc.Subject;

/// What every implementation of [org.simplesignin.server.oidc.OidcIdentities] must do.
interface OidcIdentitiesConformance extends Conformance {
    String ISSUER = "https://id.example";

    private boolean add(CustomerId customer, Subject subject) {
        return did(customer, tx -> storage().oidcIdentities().add(tx, subject, NOW));
    }

    private static Subject subject() {
        return new Subject(ISSUER, Conformance.newLinkId().value());
    }

    @Test
    default void identityIsFoundByIssuerAndSubjectTogether() {
        CustomerId customer = newCustomer();
        Subject subject = subject();

        assertTrue(add(customer, subject));

        assertEquals(Optional.of(customer), storage().oidcIdentities().customer(subject));
        assertEquals(Optional.empty(), storage().oidcIdentities().customer(new Subject(ISSUER + "/", subject.value())));
        assertEquals(Optional.empty(), storage().oidcIdentities().customer(subject()));
    }

    @Test
    default void customersOwnIdentitiesAreReadBackAndNobodyElses() {
        CustomerId customer = newCustomer();
        Subject subject = subject();
        add(customer, subject);
        CustomerId other = newCustomer();
        add(other, subject());

        assertEquals(
                List.of(new OidcIdentity(subject, NOW)),
                storage().oidcIdentities().ofCustomer(customer));
        assertEquals(List.of(), storage().oidcIdentities().ofCustomer(newCustomer()));
    }

    @Test
    default void identityHasOneCustomerHoweverManyWantIt() throws Exception {
        Subject subject = subject();

        List<Boolean> added = Conformance.race(CALLERS, i -> add(newCustomer(), subject));

        assertEquals(1, added.stream().filter(won -> won).count());
        assertTrue(storage().oidcIdentities().customer(subject).isPresent());
        assertFalse(add(newCustomer(), subject));
    }

    @Test
    default void identityEndsWithItsCustomerAndMayComeBackAsAnother() {
        CustomerId customer = newCustomer();
        Subject subject = subject();
        add(customer, subject);

        in(customer, tx -> {
            storage().dyingWithCustomers().forEach(one -> one.deleteAll(tx));
            return true;
        });

        assertEquals(Optional.empty(), storage().oidcIdentities().customer(subject));
        CustomerId next = newCustomer();
        assertTrue(add(next, subject));
        assertEquals(Optional.of(next), storage().oidcIdentities().customer(subject));
    }
}
