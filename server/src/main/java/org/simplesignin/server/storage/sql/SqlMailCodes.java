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
    public Outcome attempt(MailCodeId id, SecretHash code, Instant now, Instant afterwards) {
        return engine.write(session -> {
            int right = session.update("""
                    UPDATE mail_codes SET verified_at = ?, expires_at = ?
                    WHERE code_id = ? AND code = ? AND tries_left > 0 AND expires_at > ? AND spent_at IS NULL""", now, afterwards, id.bytes(), code, now);
            if (right == 1) {
                return Outcome.RIGHT;
            }
            if (isSpent(session, id, code, now)) {
                return Outcome.SPENT;
            }
            int wrong = session.update("""
                    UPDATE mail_codes SET tries_left = tries_left - 1
                    WHERE code_id = ? AND tries_left > 0 AND expires_at > ?""", id.bytes(), now);
            return wrong == 1 ? Outcome.WRONG : Outcome.GONE;
        });
    }

    private static boolean isSpent(SqlSession session, MailCodeId id, SecretHash code, Instant now)
            throws SQLException {
        return session.queryOne("""
                        SELECT spent_at FROM mail_codes
                        WHERE code_id = ? AND code = ? AND tries_left > 0 AND expires_at > ? AND spent_at IS NOT NULL""", row -> Columns.time(row, "spent_at"), id.bytes(), code, now)
                .isPresent();
    }

    @Override
    public boolean spend(Tx tx, MailCodeId id, Instant now) {
        return SqlTx.run(tx, session -> session.update("""
                                UPDATE mail_codes SET spent_at = ?
                                WHERE code_id = ? AND verified_at IS NOT NULL AND expires_at > ?
                                    AND spent_at IS NULL""", now, id.bytes(), now) == 1);
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
