package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.util.Locale;

/// The settings of a SQLite connection on which durability and privacy rest.
final class SqlitePragmas {
    private static final String FULL = "2";

    private SqlitePragmas() {}

    /// Sets what the driver has no option for.
    static void harden(SqlSession session) throws SQLException {
        // Deleted tokens and keys are overwritten in the file (threat T17).
        session.pragma("secure_delete = ON");
        // On macOS fsync alone does not reach the disk. Elsewhere without effect.
        session.pragma("fullfsync = ON");
        session.pragma("checkpoint_fullfsync = ON");
        // A tampered schema must not call functions.
        session.pragma("trusted_schema = OFF");
        session.pragma("cell_size_check = ON");
    }

    /// Refuses to go on unless the settings took effect: a misspelt pragma is ignored by SQLite, and some file
    /// systems cannot do write-ahead logging.
    static void verifyDurable(SqlSession session) throws SQLException {
        String journal = session.pragma("journal_mode").toLowerCase(Locale.ROOT);
        String synchronous = session.pragma("synchronous");
        String foreignKeys = session.pragma("foreign_keys");
        if (!journal.equals("wal") || !synchronous.equals(FULL) || !foreignKeys.equals("1")) {
            throw Failures.unusable("the database would lose acknowledged changes in a crash (journal_mode="
                    + journal + ", synchronous=" + synchronous + ", foreign_keys=" + foreignKeys
                    + "): put the data directory on a local file system");
        }
    }

    /// Refuses to go on unless a key that is overwritten would be gone from the file.
    static void verifyShredding(SqlSession session) throws SQLException {
        String journal = session.pragma("journal_mode").toLowerCase(Locale.ROOT);
        String synchronous = session.pragma("synchronous");
        String secureDelete = session.pragma("secure_delete");
        if (!journal.equals("persist") || !synchronous.equals(FULL) || !secureDelete.equals("1")) {
            throw Failures.unusable("the file of customer keys would keep what is shredded (journal_mode=" + journal
                    + ", synchronous=" + synchronous + ", secure_delete=" + secureDelete
                    + "): put it on a local file system");
        }
    }
}
