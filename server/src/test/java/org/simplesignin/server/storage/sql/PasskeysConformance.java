package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.passkey.CoseKey;
import org.simplesignin.server.passkey.CredentialId;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.passkey.PasskeyChallenges;
import org.simplesignin.server.passkey.Passkeys;
import org.simplesignin.server.time.Term;

/// What every implementation of [Passkeys] and [PasskeyChallenges] must do.
interface PasskeysConformance extends Conformance {
    private Passkeys passkeys() {
        return storage().accounts().passkeys();
    }

    private PasskeyChallenges challenges() {
        return storage().accounts().challenges();
    }

    private static CredentialId credential() {
        return CredentialId.ofBytes(Conformance.newDevice().bytes());
    }

    private static Passkey passkey(CustomerId customer, CredentialId id) {
        return new Passkey(customer, id, CoseKey.of(new byte[] {1, 2, 3}), 7, "Canary phone", true, false, NOW, null);
    }

    private Passkey added(CustomerId customer) {
        Passkey passkey = passkey(customer, credential());
        assertTrue(did(customer, tx -> passkeys().add(tx, passkey)));
        return passkey;
    }

    @Test
    default void passkeyIsReadBackWhole() {
        CustomerId customer = newCustomer();
        Passkey passkey = added(customer);

        assertEquals(Optional.of(passkey), passkeys().passkey(passkey.id()));
        assertEquals(List.of(passkey), passkeys().ofCustomer(customer));
        assertEquals(1, (int) in(customer, tx -> passkeys().count(tx)));
        assertEquals(List.of(), passkeys().ofCustomer(newCustomer()));
        assertEquals(Optional.empty(), passkeys().passkey(credential()));
    }

    @Test
    default void credentialIdIsOneCustomersAlsoWhereManyWantItAtOnce() throws Exception {
        CredentialId id = credential();
        List<CustomerId> customers = Conformance.race(CALLERS, i -> newCustomer());

        List<Boolean> added = Conformance.race(
                CALLERS, i -> did(customers.get(i), tx -> passkeys().add(tx, passkey(customers.get(i), id))));

        assertEquals(1, added.stream().filter(won -> won).count());
    }

    @Test
    default void passkeyOfAnotherCustomerIsNotStored() {
        Passkey foreign = passkey(newCustomer(), credential());

        assertThrows(
                IllegalArgumentException.class,
                () -> in(newCustomer(), tx -> passkeys().add(tx, foreign)));
    }

    @Test
    default void customerHasTwentyAndNoMore() {
        CustomerId customer = newCustomer();
        for (int i = 0; i < Passkey.MOST; i++) {
            added(customer);
        }

        assertFalse(did(customer, tx -> passkeys().add(tx, passkey(customer, credential()))));
        assertEquals(Passkey.MOST, passkeys().ofCustomer(customer).size());
    }

    @Test
    default void ofManyUsesWithTheSameCountOneHolds() throws Exception {
        CustomerId customer = newCustomer();
        Passkey passkey = added(customer);
        Instant later = NOW.plusSeconds(1);

        List<Boolean> used = Conformance.race(
                CALLERS, i -> did(customer, tx -> passkeys().use(tx, passkey.id(), 7, 8, true, later)));

        assertEquals(1, used.stream().filter(won -> won).count());
        Passkey now = passkeys().passkey(passkey.id()).orElseThrow();
        assertEquals(8, now.signCount());
        assertTrue(now.backedUp());
        assertEquals(later, now.lastUsedAt());
    }

    @Test
    default void passkeyIsUsedAndRemovedByItsCustomerOnly() {
        CustomerId customer = newCustomer();
        CustomerId stranger = newCustomer();
        Passkey passkey = added(customer);

        assertFalse(did(stranger, tx -> passkeys().use(tx, passkey.id(), 7, 8, true, NOW)));
        assertFalse(did(stranger, tx -> passkeys().remove(tx, passkey.id())));
        assertTrue(did(customer, tx -> passkeys().remove(tx, passkey.id())));
        assertFalse(did(customer, tx -> passkeys().remove(tx, passkey.id())));
        assertFalse(did(customer, tx -> passkeys().use(tx, passkey.id(), 7, 8, true, NOW)));
        assertEquals(Optional.empty(), passkeys().passkey(passkey.id()));
    }

    @Test
    default void challengeIsSpentExactlyOnceAndNotTooLate() throws Exception {
        CustomerId customer = newCustomer();
        SecretHash challenge = SecretHash.of(Conformance.newDevice().value());
        SecretHash late = SecretHash.of(Conformance.newDevice().value());
        Instant ends = NOW.plusSeconds(300);
        challenges().add(challenge, ends, new Term(NOW, ends));
        challenges().add(late, ends, new Term(NOW, ends));

        List<Boolean> spent = Conformance.race(
                CALLERS,
                i -> did(customer, tx -> challenges().spend(tx, challenge, new Term(ends.minusMillis(1), ends))));

        assertEquals(1, spent.stream().filter(won -> won).count());
        assertFalse(did(customer, tx -> challenges().spend(tx, late, new Term(ends, ends))));
        assertFalse(did(
                customer,
                tx -> challenges()
                        .spend(tx, SecretHash.of(Conformance.newDevice().value()), new Term(NOW, ends))));
    }

    @Test
    default void challengeThatEndsTooLateIsNotSpent() {
        SecretHash challenge = SecretHash.of(Conformance.newDevice().value());
        Instant ends = NOW.plusSeconds(300);
        challenges().add(challenge, ends, new Term(NOW, ends));
        CustomerId customer = newCustomer();

        assertFalse(did(customer, tx -> challenges().spend(tx, challenge, new Term(NOW, ends.minusMillis(1)))));
        assertTrue(did(customer, tx -> challenges().spend(tx, challenge, new Term(NOW, ends))));
    }

    @Test
    default void challengesThatAreOverAreForgottenWhenAnotherIsStored() {
        Instant last = NOW.plusSeconds(360);
        SecretHash expired = add(NOW.minusMillis(1));
        SecretHash kept = add(last);
        SecretHash tooLate = add(last.plusMillis(1));
        challenges().add(SecretHash.of(Conformance.newDevice().value()), last, new Term(NOW, last));

        assertFalse(wasThere(expired));
        assertTrue(wasThere(kept));
        assertFalse(wasThere(tooLate));
    }

    private SecretHash add(Instant ends) {
        SecretHash challenge = SecretHash.of(Conformance.newDevice().value());
        challenges().add(challenge, ends, anyTerm());
        return challenge;
    }

    private boolean wasThere(SecretHash challenge) {
        return did(newCustomer(), tx -> challenges().spend(tx, challenge, anyTerm()));
    }

    private static Term anyTerm() {
        return new Term(NOW.minusSeconds(1), NOW.plusSeconds(3600));
    }
}
