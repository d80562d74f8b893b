package org.simplesignin.server.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.KeyThumbprint;

/// The proofs that were used, by the window of their nonce and then by their key: a replayed proof has the same nonce
/// and key, so it is looked for where it must be, and what is older than any good nonce is forgotten. Thread-safe.
///
/// Each key has a memory of its own, so that none can fill another's; full means refused, never forgotten. Only proofs
/// of known sessions and secrets come here, so the keys are no more than devices and codes under way.
final class SpentProofs {
    /// For proofs that were counted before they come here ([org.simplesignin.server.limit.Limit]).
    static final int COUNTED_BEFORE = Integer.MAX_VALUE;

    private final Map<Long, Map<KeyThumbprint, Set<Long>>> byWindow = new ConcurrentSkipListMap<>();
    private final DpopNonces nonces;
    private final int most;

    /// Makes an empty one.
    ///
    /// @param most the most proofs of one key with nonces of one window
    SpentProofs(DpopNonces nonces, int most) {
        this.nonces = nonces;
        this.most = most;
    }

    /// Spends the proof.
    ///
    /// @throws RefusedException where it was used before, or its key has used too many
    void spend(DpopProof proof) {
        byWindow.keySet().removeIf(window -> window < nonces.oldestGoodWindow());
        Set<Long> spent = byWindow.computeIfAbsent(proof.window(), window -> new ConcurrentHashMap<>())
                .computeIfAbsent(proof.key(), key -> new HashSet<>(4));
        add(spent, fingerprint(proof.id()), proof.window());
        // Asked last: where it is good now it was good all the time, so nothing was forgotten meanwhile.
        if (proof.window() < nonces.oldestGoodWindow()) {
            throw DpopNonces.refused();
        }
    }

    private void add(Set<Long> spent, long id, long window) {
        synchronized (spent) {
            if (spent.contains(id)) {
                throw new RefusedException(
                        ProblemCode.INVALID_DPOP_PROOF, "Make a new proof with a new jti for each request");
            }
            if (spent.size() >= most) {
                // With a nonce of the window before, a fresh one is all that is wanted.
                throw window == nonces.oldestGoodWindow()
                        ? DpopNonces.refused()
                        : RefusedException.tooMany(nonces.untilNextWindow());
            }
            spent.add(id);
        }
    }

    /// Returns 64 bits of the hash of a `jti`, whatever its length: enough to tell some thousand of one key apart. Who
    /// finds two that are alike is refused their own second proof.
    private static long fingerprint(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    /// Returns how many proofs are kept.
    int size() {
        return byWindow.values().stream()
                .flatMap(keys -> keys.values().stream())
                .mapToInt(spent -> {
                    synchronized (spent) {
                        return spent.size();
                    }
                })
                .sum();
    }
}
