package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.testing.MovableClock;

final class SpentProofsTest {
    private final MovableClock clock = new MovableClock();
    private final DpopNonces nonces = new DpopNonces(new SecureRandom(), clock);
    private final SpentProofs spent = new SpentProofs(nonces);

    private DpopProof proof(String key, String id) {
        long window = nonces.goodWindow(nonces.current()).orElseThrow();
        return new DpopProof(new KeyThumbprint(key.repeat(43)), id, window);
    }

    @Test
    void proofIsSpentOnce() {
        DpopProof proof = proof("a", "1");
        spent.spend(proof);

        assertEquals(
                ProblemCode.INVALID_DPOP_PROOF,
                assertThrows(RefusedException.class, () -> spent.spend(proof)).code());
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
    void fullWindowRefusesInsteadOfForgetting() {
        for (int i = 0; i < 200_000; i++) {
            spent.spend(proof("a", Integer.toString(i)));
        }

        assertEquals(
                ProblemCode.OVERLOADED,
                assertThrows(RefusedException.class, () -> spent.spend(proof("a", "next")))
                        .code());
        clock.forward(DpopNonces.WINDOW);
        spent.spend(proof("a", "next"));
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
    void nonceOfTheFutureIsNotGood() {
        clock.forward(Duration.ofMinutes(10));
        String nonce = nonces.current();
        clock.forward(Duration.ofMinutes(-10));

        assertTrue(nonces.goodWindow(nonce).isEmpty());
    }
}
