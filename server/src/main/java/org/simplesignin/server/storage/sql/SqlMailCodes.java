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
    public void add(MailCode code, Instant now) {
        engine.write(session -> {
            session.update("DELETE FROM mail_codes WHERE expires_at <= ?", now);
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
    public Outcome attempt(MailCodeId id, SecretHash code, Term term, Instant afterwards) {
        return engine.write(session -> {
            int right = session.update("""
                    UPDATE mail_codes SET verified_at = ?, expires_at = ?
                    WHERE code_id = ? AND code = ? AND tries_left > 0 AND expires_at > ? AND expires_at <= ?
                        AND spent_at IS NULL""", term.now(), afterwards, id.bytes(), code, term.now(), term.latest());
            if (right == 1) {
                return Outcome.RIGHT;
            }
            if (isSpent(session, id, code, term)) {
                return Outcome.SPENT;
            }
            int wrong = session.update("""
                    UPDATE mail_codes SET tries_left = tries_left - 1
                    WHERE code_id = ? AND tries_left > 0 AND expires_at > ? AND expires_at <= ?""", id.bytes(), term.now(), term.latest());
            return wrong == 1 ? Outcome.WRONG : Outcome.GONE;
        });
    }

    private static boolean isSpent(SqlSession session, MailCodeId id, SecretHash code, Term term) throws SQLException {
        return session.queryOne("""
                        SELECT spent_at FROM mail_codes
                        WHERE code_id = ? AND code = ? AND tries_left > 0 AND expires_at > ? AND expires_at <= ?
                             AND spent_at IS NOT NULL""", row -> Columns.time(row, "spent_at"), id.bytes(), code, term.now(), term.latest())
                .isPresent();
    }

    @Override
    public boolean spend(Tx tx, MailCodeId id, Term term) {
        return SqlTx.run(tx, session -> session.update("""
                                UPDATE mail_codes SET spent_at = ?
                                WHERE code_id = ? AND verified_at IS NOT NULL AND expires_at > ? AND expires_at <= ?
                                    AND spent_at IS NULL""", term.now(), id.bytes(), term.now(), term.latest()) == 1);
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
