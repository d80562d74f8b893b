package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// A customer's transaction under way. A verb that fails dooms it, so that nobody goes on after half a change by
/// swallowing the failure.
final class SqlTx implements Tx {
    private final CustomerId customer;
    private final SqlSession session;
    private final Dialect dialect;
    private final Thread thread = Thread.currentThread();
    private boolean ended;
    private boolean doomed;

    SqlTx(CustomerId customer, SqlSession session, Dialect dialect) {
        this.customer = customer;
        this.session = session;
        this.dialect = dialect;
    }

    @Override
    public CustomerId customer() {
        return customer;
    }

    /// Runs a verb in this transaction.
    ///
    /// @throws IllegalStateException where the transaction is not ours, has ended, or failed before
    static <T> T run(Tx tx, Work<T> verb) {
        if (!(tx instanceof SqlTx own) || own.ended || !own.thread.equals(Thread.currentThread())) {
            throw new IllegalStateException("this is no transaction under way on this thread");
        }
        return own.run(verb);
    }

    /// Refuses rows of another customer: a transaction over two customers cannot be sharded.
    static void requireOwn(Tx tx, CustomerId customer) {
        if (!tx.customer().equals(customer)) {
            throw new IllegalArgumentException("a transaction touches the rows of its own customer only");
        }
    }

    /// Refuses to commit after a verb has failed.
    void requireUnharmed() {
        if (doomed) {
            throw new IllegalStateException("a verb of this transaction failed before; nothing of it is committed");
        }
    }

    /// Makes this worthless.
    void end() {
        ended = true;
    }

    private <T> T run(Work<T> verb) {
        requireUnharmed();
        doomed = true;
        try {
            T result = verb.run(session);
            doomed = false;
            return result;
        } catch (SQLException failure) {
            throw Failures.statement(dialect, failure);
        }
    }
}
