package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.simplesignin.server.account.MailCode;
import org.simplesignin.server.account.MailCodeId;
import org.simplesignin.server.account.MailCodes;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// Mailed codes in SQL. Each verb is one statement, or one that changes nothing followed by one that does, so that it
/// holds with many writers too.
final class SqlMailCodes implements MailCodes {
    private final Engine engine;

    SqlMailCodes(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void add(MailCode code, Term term) {
        engine.write(session -> {
            session.update("DELETE FROM mail_codes WHERE expires_at <= ? OR expires_at > ?", term.now(), term.latest());
            return session.update(
                    """
                    INSERT INTO mail_codes (code_id, code, tries_left, expires_at, verified_at, spent_at)
                    VALUES (?, ?, ?, ?, ?, ?)""",
                    code.id().bytes(),
                    code.code(),
                    (long) code.triesLeft(),
                    code.expiresAt(),
                    code.verifiedAt(),
                    code.spentAt());
        });
    }

    @Override
    public Optional<MailCode> code(MailCodeId id) {
        return engine.read(session -> session.queryOne("""
                SELECT code_id, code, tries_left, expires_at, verified_at, spent_at FROM mail_codes
                WHERE code_id = ?""", SqlMailCodes::read, id.bytes()));
    }

    @Override
    public Outcome attempt(MailCodeId id, SecretHash code, Term fresh, Term verified, Instant afterwards) {
        return engine.write(session -> {
            int right = session.update("""
                    UPDATE mail_codes SET verified_at = ?, expires_at = ?
                    WHERE code_id = ? AND code = ? AND tries_left > 0 AND expires_at > ? AND expires_at <= ?
                        AND verified_at IS NULL""", fresh.now(), afterwards, id.bytes(), code, fresh.now(), fresh.latest());
            if (right == 1) {
                return Outcome.RIGHT;
            }
            Optional<Outcome> again = again(session, id, code, verified);
            if (again.isPresent()) {
                return again.get();
            }
            int wrong = session.update("""
                    UPDATE mail_codes SET tries_left = tries_left - 1
                    WHERE code_id = ? AND tries_left > 0 AND expires_at > ?
                        AND expires_at <= CASE WHEN verified_at IS NULL THEN ? ELSE ? END""", id.bytes(), fresh.now(), fresh.latest(), verified.latest());
            return wrong == 1 ? Outcome.WRONG : Outcome.GONE;
        });
    }

    /// A code that is typed right again keeps its end: whoever repeats it would have it for ever.
    private static Optional<Outcome> again(SqlSession session, MailCodeId id, SecretHash code, Term verified)
            throws SQLException {
        return session.queryOne(
                """
                        SELECT spent_at FROM mail_codes
                        WHERE code_id = ? AND code = ? AND tries_left > 0 AND expires_at > ? AND expires_at <= ?
                            AND verified_at IS NOT NULL""",
                row -> Columns.timeOrNull(row, "spent_at") == null ? Outcome.RIGHT : Outcome.SPENT,
                id.bytes(),
                code,
                verified.now(),
                verified.latest());
    }

    @Override
    public boolean spend(Tx tx, MailCodeId id, Term verified) {
        return SqlTx.run(
                tx, session -> session.update("""
                                UPDATE mail_codes SET spent_at = ?
                                WHERE code_id = ? AND verified_at IS NOT NULL AND expires_at > ? AND expires_at <= ?
                                    AND spent_at IS NULL""", verified.now(), id.bytes(), verified.now(), verified.latest()) == 1);
    }

    private static MailCode read(ResultSet row) throws SQLException {
        return new MailCode(
                MailCodeId.ofBytes(row.getBytes("code_id")),
                Columns.hash(row, "code"),
                row.getInt("tries_left"),
                Columns.time(row, "expires_at"),
                Columns.timeOrNull(row, "verified_at"),
                Columns.timeOrNull(row, "spent_at"));
    }
}
