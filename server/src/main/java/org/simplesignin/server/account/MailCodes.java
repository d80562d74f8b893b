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

    /// Stores a fresh code, and forgets those that have expired by `now`. A transaction of its own.
    void add(MailCode code, Instant now);

    /// Returns the code with this id, expired and spent or not.
    Optional<MailCode> code(MailCodeId id);

    /// Tries a code; what is wrong takes one try, also of many that come at once. One that is right can be spent
    /// until `afterwards`. A transaction of its own.
    ///
    /// @param term the ends of codes that can be tried
    Outcome attempt(MailCodeId id, SecretHash code, Term term, Instant afterwards);

    /// Spends a code that was typed right, and returns true, exactly once and before it expires; in the transaction
    /// of what it allows. It is kept until it expires.
    ///
    /// @param term the ends of codes that can be spent
    boolean spend(Tx tx, MailCodeId id, Term term);
}
