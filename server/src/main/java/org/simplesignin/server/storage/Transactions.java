package org.simplesignin.server.storage;

import java.util.function.Function;
import org.simplesignin.server.id.CustomerId;

/// Runs units of work, each of one customer, all or nothing. Thread-safe.
public interface Transactions {
    /// Runs `work` in a transaction that is serialized with every other one of the same customer, and returns its
    /// result once the commit is durable (it survives `kill -9` and a power cut).
    ///
    /// - Whatever `work` throws rolls all of it back and reaches the caller as it was thrown; other customers' work
    ///   that is committed in the same group is not touched.
    /// - `work` may run on another thread than the caller's, and more than once when the engine asks for it. So it
    ///   must be short, must not block, and must have no effect but through ports with this [Tx].
    /// - Inside `work` only verbs that take the [Tx] are used: the others read on another connection and miss its
    ///   writes.
    /// - Another transaction must not be begun inside `work` ([IllegalStateException]).
    ///
    /// @throws StorageException where the engine fails, with [StorageException#retryable] where it is only busy.
    /// Nothing is committed then, unless the text says that the outcome is in doubt; all verbs are made so that
    /// repeating the whole transaction ends well in that case too
    <T> T inCustomerTransaction(CustomerId customer, Function<Tx, T> work);
}
