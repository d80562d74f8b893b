package org.simplesignin.server.device;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;

/// The proofs that were used, by the window of their nonce: a replayed proof has the same nonce, so it is looked for
/// where it must be, and what is older than any good nonce is forgotten. Thread-safe.
///
/// Only proofs of known sessions and secrets come here, so that strangers cannot fill it; it is bounded all the same,
/// and full means refused.
final class SpentProofs {
    private static final int MOST_IN_WINDOW = 200_000;

    private final Map<Long, Set<String>> byWindow = new ConcurrentSkipListMap<>();
    private final DpopNonces nonces;

    SpentProofs(DpopNonces nonces) {
        this.nonces = nonces;
    }

    /// Spends the proof.
    ///
    /// @throws RefusedException where it was used before
    void spend(DpopProof proof) {
        byWindow.keySet().removeIf(window -> window < nonces.oldestGoodWindow());
        Set<String> spent = byWindow.computeIfAbsent(proof.window(), w -> ConcurrentHashMap.newKeySet());
        if (spent.size() >= MOST_IN_WINDOW) {
            throw new RefusedException(ProblemCode.OVERLOADED, "Try again in a few minutes");
        }
        if (!spent.add(proof.key().value() + "." + proof.id())) {
            throw new RefusedException(
                    ProblemCode.INVALID_DPOP_PROOF, "Make a new proof with a new jti for each request");
        }
    }
}
