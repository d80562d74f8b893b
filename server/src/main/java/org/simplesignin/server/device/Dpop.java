package org.simplesignin.server.device;

import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.Call;

/// Proof of possession (RFC 9449) as both kinds of endpoint need it: nonce, proof, and the proof's one use.
/// Thread-safe.
public final class Dpop {
    private final DpopNonces nonces;
    private final DpopVerifier verifier;
    private final SpentProofs spentProofs;

    /// Makes one for the server that devices reach under this URL, which has no slash at its end.
    public Dpop(String publicUrl, SecureRandom random, Clock clock) {
        this.nonces = new DpopNonces(random, clock);
        this.verifier = new DpopVerifier(publicUrl, nonces);
        this.spentProofs = new SpentProofs(nonces);
    }

    void offerNonce(Call call) {
        call.answerHeader("DPoP-Nonce", nonces.current());
    }

    DpopProof verify(Call call, @Nullable String accessToken) {
        return verifier.verify(call, accessToken);
    }

    void spend(DpopProof proof) {
        spentProofs.spend(proof);
    }
}
