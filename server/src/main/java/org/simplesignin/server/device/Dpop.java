package org.simplesignin.server.device;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.KeyThumbprint;

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

    /// Returns the key that this call proves to hold, and spends the proof; empty where the call has no proof.
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

    void spend(DpopProof proof) {
        spentProofs.spend(proof);
    }
}
