package org.simplesignin.server.device;

import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.time.Ticker;

/// Proof of possession (RFC 9449) as both kinds of endpoint need it: nonce, proof, and the proof's one use.
/// Thread-safe.
public final class Dpop {
    /// How many proofs one key may use at the OAuth endpoints in two minutes: a poll every 5 s takes 24, and a device
    /// that wakes up refreshes once for each of its customers.
    static final int MOST_OAUTH_PROOFS = 120;

    private final DpopNonces nonces;
    private final DpopVerifier verifier;
    // Apart, because calls are counted by device, and what is asked of the OAuth endpoints by nothing but the address.
    // A proof names its path, so none of one kind can be replayed as the other.
    private final SpentProofs ofCalls;
    private final SpentProofs ofOAuth;

    /// Makes one for the server that devices reach under this URL, which has no slash at its end.
    public Dpop(String publicUrl, SecureRandom random, Ticker ticker) {
        this.nonces = new DpopNonces(random, ticker);
        this.verifier = new DpopVerifier(publicUrl, nonces);
        this.ofCalls = new SpentProofs(nonces, SpentProofs.COUNTED_BEFORE);
        this.ofOAuth = new SpentProofs(nonces, MOST_OAUTH_PROOFS);
    }

    void offerNonce(Call call) {
        call.answerHeader("DPoP-Nonce", nonces.current());
    }

    DpopProof verify(Call call, @Nullable String accessToken) {
        return verifier.verify(call, accessToken);
    }

    /// Returns the key that this call of an OAuth endpoint proves to hold, and spends the proof; empty where the call
    /// has no proof.
    ///
    /// @throws org.simplesignin.server.http.RefusedException where the proof is wrong, or lacks the server's nonce
    public Optional<KeyThumbprint> provenKey(Call call) {
        if (call.header("DPoP").isEmpty()) {
            return Optional.empty();
        }
        DpopProof proof = verify(call, null);
        spend(proof);
        return Optional.of(proof.key());
    }

    /// Spends a proof at an OAuth endpoint, once the secret that came with it is known.
    void spend(DpopProof proof) {
        ofOAuth.spend(proof);
    }

    /// Spends the proof of a call that was counted for its device.
    void spendForCall(DpopProof proof) {
        ofCalls.spend(proof);
    }
}
