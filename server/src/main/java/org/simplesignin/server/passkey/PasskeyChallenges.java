package org.simplesignin.server.passkey;

import java.time.Instant;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// The storage port of challenges that were given out and not used yet. Primary key: the hash. They are nobody's, as a
/// sign-in begins with nobody; a small table. Thread-safe.
public interface PasskeyChallenges {
    /// Stores a fresh challenge, and forgets those that are over: what ends too late would be good again when the
    /// clock gets there. A transaction of its own.
    ///
    /// @param term the ends that a challenge can have
    void add(SecretHash challenge, Instant expiresAt, Term term);

    /// Spends the challenge and returns true, exactly once and before it expires; in the transaction of what it
    /// allows.
    boolean spend(Tx tx, SecretHash challenge, Term term);
}
