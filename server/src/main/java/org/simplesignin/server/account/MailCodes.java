package org.simplesignin.server.account;

import java.time.Instant;
import java.util.Optional;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// The storage port of mailed codes. Primary key: the id. They are nobody's: who signs up is no customer yet. A small
/// table, because they live for minutes. Thread-safe.
public interface MailCodes {
    /// What a try came to.
    enum Outcome {
        /// It is the code.
        RIGHT,
        /// It is not; a try was taken.
        WRONG,
        /// It is the code, and it was spent already; it allows nothing any more.
        SPENT,
        /// Unknown, expired, of the future, or without tries left.
        GONE
    }

    /// Stores a fresh code, and forgets those that are over: what ends too late would be good again when the clock
    /// gets there. A transaction of its own.
    ///
    /// @param term the ends that any code can have
    void add(MailCode code, Term term);

    /// Returns the code with this id, expired and spent or not.
    Optional<MailCode> code(MailCodeId id);

    /// Tries a code; what is wrong takes one try, also of many that come at once. One that is right for the
    /// first time can be spent until `afterwards`; typed right again it lives no longer. A transaction of its own.
    ///
    /// @param fresh the ends of codes that were not typed right yet
    /// @param verified the ends of those that were
    Outcome attempt(MailCodeId id, SecretHash code, Term fresh, Term verified, Instant afterwards);

    /// Spends a code that was typed right, and returns true, exactly once and before it expires; in the transaction
    /// of what it allows. It is kept until it expires.
    ///
    /// @param verified the ends of codes that can be spent
    boolean spend(Tx tx, MailCodeId id, Term verified);
}
