package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.testing.MovableClock;

final class SpentProofsTest {
    private final MovableClock clock = new MovableClock();
    private final DpopNonces nonces = new DpopNonces(new SecureRandom(), clock);
    private final SpentProofs spent = new SpentProofs(nonces, 100);

    private DpopProof proof(String key, String id) {
        long window = nonces.goodWindow(nonces.current()).orElseThrow();
        return new DpopProof(new KeyThumbprint(key.repeat(43)), id, window);
    }

    private ProblemCode refusal(DpopProof proof) {
        return assertThrows(RefusedException.class, () -> spent.spend(proof)).code();
    }

    private void fill(String key) {
        for (int i = 0; i < 100; i++) {
            spent.spend(proof(key, Integer.toString(i)));
        }
    }

    @Test
    void proofIsSpentOnce() {
        DpopProof proof = proof("a", "1");
        spent.spend(proof);

        assertEquals(ProblemCode.INVALID_DPOP_PROOF, refusal(proof));
    }

    @Test
    void sameIdOfAnotherKeyIsAnotherProof() {
        spent.spend(proof("a", "1"));
        spent.spend(proof("b", "1"));
        spent.spend(proof("a", "2"));
    }

    @Test
    void proofIsRememberedAsLongAsItsNonceIsGood() {
        DpopProof proof = proof("a", "1");
        spent.spend(proof);
        clock.forward(DpopNonces.WINDOW);

        assertThrows(RefusedException.class, () -> spent.spend(proof));
        assertNotEquals(proof.window(), proof("a", "1").window());
    }

    @Test
    void keyThatUsedItsShareIsRefusedAndForgetsNothing() {
        fill("a");

        assertEquals(ProblemCode.TOO_MANY_REQUESTS, refusal(proof("a", "next")));
        assertEquals(ProblemCode.INVALID_DPOP_PROOF, refusal(proof("a", "0")));
        clock.forward(DpopNonces.WINDOW);
        spent.spend(proof("a", "next"));
    }

    @Test
    void keyThatUsedItsShareWaitsForTheNextWindowAndTakesAFreshNonce() {
        clock.forward(Duration.ofSeconds(30));
        fill("a");
        DpopProof before = proof("a", "next");

        RefusedException tooMany = assertThrows(RefusedException.class, () -> spent.spend(before));
        assertEquals(Duration.ofSeconds(90), tooMany.retryAfter());

        clock.forward(tooMany.retryAfter());
        assertEquals(ProblemCode.USE_DPOP_NONCE, refusal(before));
        spent.spend(proof("a", "next"));
    }

    @Test
    void keyThatUsedItsShareTakesNothingFromOthers() {
        fill("a");

        fill("b");

        assertEquals(ProblemCode.TOO_MANY_REQUESTS, refusal(proof("a", "next")));
    }

    @Test
    void thereIsNoShareOfAll() {
        SpentProofs counted = new SpentProofs(nonces, SpentProofs.COUNTED_BEFORE);
        for (int i = 0; i < 250_000; i++) {
            counted.spend(proof(Character.toString((char) ('a' + i % 20)), Integer.toString(i)));
        }

        counted.spend(proof("z", "next"));
        assertEquals(250_001, counted.size());
    }

    @Test
    void whatIsOlderThanAnyGoodNonceIsForgotten() {
        fill("a");
        clock.forward(DpopNonces.WINDOW);
        spent.spend(proof("a", "next"));
        assertEquals(101, spent.size());
        clock.forward(DpopNonces.WINDOW);

        spent.spend(proof("b", "1"));

        assertEquals(2, spent.size());
    }

    @Test
    void proofWhoseNonceGrewOldWhileItWasVerifiedIsRefused() {
        DpopProof slow = proof("a", "1");
        spent.spend(slow);
        clock.forward(DpopNonces.WINDOW.multipliedBy(2));
        spent.spend(proof("b", "1"));

        assertEquals(ProblemCode.USE_DPOP_NONCE, refusal(slow));
    }

    @Test
    void ofManyThatSpendAProofWhileWindowsTurnOneSucceeds() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 50; round++) {
                DpopProof proof = proof("a", "round " + round);
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    boolean turns = i == 5 || i == 10;
                    tries.add(threads.submit(() -> {
                        if (turns) {
                            clock.forward(DpopNonces.WINDOW);
                        }
                        return spends(proof);
                    }));
                }
                int succeeded = 0;
                for (Future<Boolean> one : tries) {
                    succeeded += one.get() ? 1 : 0;
                }
                assertTrue(succeeded <= 1, () -> "a proof was good twice");
            }
        }
    }

    private boolean spends(DpopProof proof) {
        try {
            spent.spend(proof);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    @Test
    void nonceIsGoodForTwoWindowsAndOnlyWithItsKey() {
        String nonce = nonces.current();
        assertTrue(nonces.goodWindow(nonce).isPresent());
        assertTrue(new DpopNonces(new SecureRandom(), clock).goodWindow(nonce).isEmpty());
        clock.forward(DpopNonces.WINDOW);
        assertTrue(nonces.goodWindow(nonce).isPresent());
        clock.forward(DpopNonces.WINDOW);
        assertTrue(nonces.goodWindow(nonce).isEmpty());
    }

    @Test
    void clockThatIsSetMakesNoNonceOlderOrYoungerThanItIs() {
        String nonce = nonces.current();
        clock.set(Duration.ofDays(400));
        assertTrue(nonces.goodWindow(nonce).isPresent());
        assertEquals(nonce, nonces.current());

        clock.forward(DpopNonces.WINDOW.multipliedBy(2));
        clock.set(Duration.ofDays(-800));
        assertTrue(nonces.goodWindow(nonce).isEmpty());
    }
}
