package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.account.MailCode;
import org.simplesignin.server.account.MailCodeId;
import org.simplesignin.server.account.MailCodes;
import org.simplesignin.server.account.MailCodes.Outcome;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.time.Term;

/// What every implementation of [MailCodes] must do.
interface MailCodesConformance extends Conformance {
    Instant CODE_ENDS = NOW.plus(Duration.ofMinutes(10));
    Instant AFTERWARDS = NOW.plus(Duration.ofMinutes(30));

    private MailCodes codes() {
        return storage().accounts().mailCodes();
    }

    private static SecretHash hash() {
        return SecretHash.of(Conformance.newDevice().value());
    }

    private MailCode newCode() {
        MailCode code = new MailCode(
                new MailCodeId(Conformance.newDevice().value()), hash(), MailCode.TRIES, CODE_ENDS, null, null);
        codes().add(code, NOW);
        return code;
    }

    private Outcome attempt(MailCode code, SecretHash typed, Instant now) {
        return codes().attempt(code.id(), typed, term(now), AFTERWARDS);
    }

    private static Term term(Instant now) {
        return new Term(now, AFTERWARDS);
    }

    @Test
    default void codeIsReadBackWhole() {
        MailCode code = newCode();

        assertEquals(Optional.of(code), codes().code(code.id()));
        assertEquals(
                Optional.empty(),
                codes().code(new MailCodeId(Conformance.newDevice().value())));
    }

    @Test
    default void rightCodeIsSpentExactlyOnce() throws Exception {
        MailCode code = newCode();
        CustomerId customer = newCustomer();
        assertEquals(Outcome.RIGHT, attempt(code, code.code(), NOW));

        List<Boolean> spent =
                Conformance.race(CALLERS, i -> did(customer, tx -> codes().spend(tx, code.id(), term(NOW))));

        assertEquals(1, spent.stream().filter(won -> won).count());
        assertEquals(NOW, codes().code(code.id()).orElseThrow().spentAt());
    }

    @Test
    default void spentCodeIsKnownAsSuchUntilItExpiresAndLivesNoLongerForIt() {
        MailCode code = spent();

        assertEquals(Outcome.SPENT, attempt(code, code.code(), AFTERWARDS.minusMillis(1)));

        assertEquals(Outcome.GONE, attempt(code, code.code(), AFTERWARDS));
        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(NOW))));
    }

    @Test
    default void wrongTriesEndASpentCodeToo() {
        MailCode code = spent();
        for (int i = 0; i < MailCode.TRIES; i++) {
            assertEquals(Outcome.WRONG, attempt(code, hash(), NOW));
        }

        assertEquals(Outcome.GONE, attempt(code, code.code(), NOW));
    }

    private MailCode spent() {
        MailCode code = newCode();
        attempt(code, code.code(), NOW);
        assertTrue(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(NOW))));
        return code;
    }

    @Test
    default void codeThatWasNotTypedCannotBeSpent() {
        MailCode code = newCode();

        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(NOW))));
        attempt(code, hash(), NOW);
        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(NOW))));
    }

    @Test
    default void fiveWrongTriesEndACodeAlsoForTheRightOne() {
        MailCode code = newCode();
        for (int i = 0; i < MailCode.TRIES; i++) {
            assertEquals(Outcome.WRONG, attempt(code, hash(), NOW));
        }

        assertEquals(Outcome.GONE, attempt(code, hash(), NOW));
        assertEquals(Outcome.GONE, attempt(code, code.code(), NOW));
        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(NOW))));
    }

    @Test
    default void ofManyWrongTriesAtOnceFiveAreLookedAt() throws Exception {
        MailCode code = newCode();

        List<Outcome> outcomes = Conformance.race(CALLERS, i -> attempt(code, hash(), NOW));

        assertEquals(
                MailCode.TRIES,
                outcomes.stream().filter(outcome -> outcome == Outcome.WRONG).count());
        assertEquals(0, codes().code(code.id()).orElseThrow().triesLeft());
    }

    @Test
    default void expiredCodeIsGoneToTheMillisecond() {
        MailCode code = newCode();

        assertEquals(Outcome.WRONG, attempt(code, hash(), CODE_ENDS.minusMillis(1)));
        assertEquals(Outcome.GONE, attempt(code, code.code(), CODE_ENDS));
    }

    @Test
    default void codeThatEndsTooLateIsNeitherTriedNorSpent() {
        MailCode code = newCode();
        Term tooEarly = new Term(NOW, CODE_ENDS.minusMillis(1));

        assertEquals(Outcome.GONE, codes().attempt(code.id(), code.code(), tooEarly, AFTERWARDS));
        assertEquals(Outcome.GONE, codes().attempt(code.id(), hash(), tooEarly, AFTERWARDS));
        assertEquals(Optional.of(code), codes().code(code.id()), "no try was taken");
        assertEquals(Outcome.RIGHT, codes().attempt(code.id(), code.code(), new Term(NOW, CODE_ENDS), AFTERWARDS));
        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), new Term(NOW, AFTERWARDS.minusMillis(1)))));
    }

    @Test
    default void verifiedCodeCanBeSpentLongerButNotForEver() {
        MailCode code = newCode();
        attempt(code, code.code(), NOW);

        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(AFTERWARDS))));
        assertTrue(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(AFTERWARDS.minusMillis(1)))));
    }

    @Test
    default void spentCodeIsThereAgainWhereTheTransactionFails() {
        MailCode code = newCode();
        attempt(code, code.code(), NOW);

        try {
            in(newCustomer(), tx -> {
                codes().spend(tx, code.id(), term(NOW));
                throw new IllegalStateException("afterwards");
            });
        } catch (IllegalStateException e) {
            assertEquals("afterwards", e.getMessage());
        }

        assertTrue(did(newCustomer(), tx -> codes().spend(tx, code.id(), term(NOW))));
    }

    @Test
    default void expiredCodesAreForgottenWhenAnotherIsStored() {
        MailCode old = new MailCode(
                new MailCodeId(Conformance.newDevice().value()), hash(), 5, NOW.minusSeconds(1), null, null);
        codes().add(old, NOW.minusSeconds(10));
        newCode();

        assertEquals(Optional.empty(), codes().code(old.id()));
    }
}
