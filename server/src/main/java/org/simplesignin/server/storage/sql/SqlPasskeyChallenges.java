package org.simplesignin.server.storage.sql;

import java.time.Instant;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.passkey.PasskeyChallenges;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// Challenges of passkey ceremonies in SQL. A challenge that was spent has no row.
final class SqlPasskeyChallenges implements PasskeyChallenges {
    private final Engine engine;

    SqlPasskeyChallenges(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void add(SecretHash challenge, Instant expiresAt, Term term) {
        engine.write(session -> {
            session.update(
                    "DELETE FROM passkey_challenges WHERE expires_at <= ? OR expires_at > ?",
                    term.now(),
                    term.latest());
            return session.update(
                    "INSERT INTO passkey_challenges (challenge, expires_at) VALUES (?, ?)", challenge, expiresAt);
        });
    }

    @Override
    public boolean spend(Tx tx, SecretHash challenge, Term term) {
        return SqlTx.run(tx, session -> session.update("""
                                DELETE FROM passkey_challenges
                                WHERE challenge = ? AND expires_at > ? AND expires_at <= ?""", challenge, term.now(), term.latest()) == 1);
    }
}
