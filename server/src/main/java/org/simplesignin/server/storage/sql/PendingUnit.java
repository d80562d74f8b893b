package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.storage.StorageException;

/// A unit of work on its way through the writer thread, with its outcome. The outcome is kept back until the commit of
/// the whole group is durable.
final class PendingUnit<T> {
    private final Work<T> work;
    private final CountDownLatch answered = new CountDownLatch(1);

    // Written by the writer before the latch opens, read by the caller after.
    private @Nullable T result;
    private @Nullable Throwable failure;

    PendingUnit(Work<T> work) {
        this.work = work;
    }

    /// Runs the unit. Its own failure is kept for its caller; an exception from here says that the transaction
    /// around it is gone, and with it the whole group.
    void run(SqlSession session) throws SqlSession.TransactionLost {
        try {
            result = Objects.requireNonNull(session.nested(work));
        } catch (SqlSession.TransactionLost lost) {
            throw lost;
        } catch (SQLException failed) {
            failure = Failures.statement(Dialect.SQLITE, failed);
        } catch (RuntimeException | Error failed) {
            failure = failed;
        }
    }

    /// Lets the caller have the outcome.
    void answer() {
        answered.countDown();
    }

    /// Lets the caller have this failure, whatever the unit itself came to.
    void fail(StorageException failure) {
        this.failure = failure;
        answered.countDown();
    }

    /// Waits for the outcome. An interrupted caller is told that it does not know: the unit may yet be committed.
    T await() {
        try {
            answered.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.inDoubt(interrupted);
        }
        if (failure instanceof RuntimeException failed) {
            throw failed;
        }
        if (failure instanceof Error failed) {
            throw failed;
        }
        return Objects.requireNonNull(result);
    }
}
