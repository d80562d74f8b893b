package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        codes().add(code, term(NOW));
        return code;
    }

    private Outcome attempt(MailCode code, SecretHash typed, Instant now) {
        return codes().attempt(code.id(), typed, new Term(now, CODE_ENDS), term(now), AFTERWARDS);
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

        assertEquals(Outcome.GONE, codes().attempt(code.id(), code.code(), tooEarly, term(NOW), AFTERWARDS));
        assertEquals(Outcome.GONE, codes().attempt(code.id(), hash(), tooEarly, term(NOW), AFTERWARDS));
        assertEquals(Optional.of(code), codes().code(code.id()), "no try was taken");
        assertEquals(Outcome.RIGHT, attempt(code, code.code(), NOW));
        assertFalse(did(newCustomer(), tx -> codes().spend(tx, code.id(), new Term(NOW, AFTERWARDS.minusMillis(1)))));
    }

    @Test
    default void verifiedCodeThatEndsTooLateIsNotTriedAgain() {
        MailCode code = newCode();
        attempt(code, code.code(), NOW);
        Term fresh = new Term(NOW, CODE_ENDS);
        Term tooEarly = new Term(NOW, AFTERWARDS.minusMillis(1));

        for (SecretHash typed : List.of(code.code(), hash())) {
            assertEquals(Outcome.GONE, codes().attempt(code.id(), typed, fresh, tooEarly, AFTERWARDS));
        }
        assertEquals(MailCode.TRIES, codes().code(code.id()).orElseThrow().triesLeft(), "no try was taken");
        assertEquals(Outcome.RIGHT, attempt(code, code.code(), NOW));
    }

    @Test
    default void codeThatIsTypedRightAgainIsRightAndLivesNoLonger() {
        MailCode code = newCode();
        attempt(code, code.code(), NOW);
        Instant later = NOW.plus(Duration.ofMinutes(29));

        assertEquals(
                Outcome.RIGHT,
                codes().attempt(
                                code.id(),
                                code.code(),
                                new Term(later, later.plus(Duration.ofMinutes(10))),
                                new Term(later, later.plus(Duration.ofMinutes(30))),
                                later.plus(Duration.ofMinutes(30))));

        assertEquals(AFTERWARDS, codes().code(code.id()).orElseThrow().expiresAt());
        assertEquals(NOW, codes().code(code.id()).orElseThrow().verifiedAt());
        assertEquals(Outcome.GONE, attempt(code, code.code(), AFTERWARDS));
    }

    @Test
    default void ofManyRightTriesAtOnceEachIsRight() throws Exception {
        MailCode code = newCode();

        List<Outcome> outcomes = Conformance.race(CALLERS, i -> attempt(code, code.code(), NOW));

        assertEquals(Set.of(Outcome.RIGHT), Set.copyOf(outcomes));
        assertEquals(MailCode.TRIES, codes().code(code.id()).orElseThrow().triesLeft());
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
    default void codesThatAreOverAreForgottenWhenAnotherIsStored() {
        MailCode old = add(NOW.minusSeconds(1));
        MailCode last = add(AFTERWARDS);
        MailCode tooLate = add(AFTERWARDS.plusMillis(1));
        newCode();

        assertEquals(Optional.empty(), codes().code(old.id()));
        assertEquals(Optional.of(last), codes().code(last.id()));
        assertEquals(Optional.empty(), codes().code(tooLate.id()));
    }

    private MailCode add(Instant ends) {
        MailCode code = new MailCode(new MailCodeId(Conformance.newDevice().value()), hash(), 5, ends, null, null);
        codes().add(code, new Term(NOW.minusSeconds(10), AFTERWARDS.plusSeconds(1)));
        return code;
    }
}
