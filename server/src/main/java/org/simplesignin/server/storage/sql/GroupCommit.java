package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.simplesignin.server.storage.StorageException;

/// The one thread that writes to a SQLite database. What has queued up while the disk was busy is committed together in
/// one transaction, because waiting for the disk is nearly all that a write costs.
///
/// - Each unit runs between savepoints of its own: one that fails is undone alone.
/// - Nobody is answered before the commit of the group, not even a unit that failed: it may have failed because of what
///   a neighbour in the group wrote, which is true only once it is durable.
/// - When the commit fails, every unit of the group fails.
/// - The queue is bounded: when it is full, new units are refused at once.
final class GroupCommit implements AutoCloseable {
    /// The most units that wait.
    static final int QUEUE_UNITS = 1024;

    /// The most units of one commit, so that the first of them does not wait for ever.
    static final int GROUP_UNITS = 256;

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

    private final SqlSession session;
    private final BlockingQueue<PendingUnit<?>> queue;
    private final Thread thread;
    private volatile boolean closed;

    /// Starts the writer thread; from here on the session is its own.
    GroupCommit(SqlSession session, int queueUnits) {
        this.session = session;
        this.queue = new ArrayBlockingQueue<>(queueUnits);
        this.thread = Thread.ofPlatform().name("storage-writer").unstarted(this::run);
        thread.start();
    }

    /// Runs the unit and returns when it is durable.
    <T> T write(Work<T> work) {
        PendingUnit<T> unit = new PendingUnit<>(work);
        if (closed || !queue.offer(unit)) {
            throw closed ? Failures.closed() : Failures.overloaded();
        }
        if (closed && queue.remove(unit)) {
            // It came in behind the last unit that close() waits for.
            throw Failures.closed();
        }
        return unit.await();
    }

    /// Returns whether the current thread is running a unit.
    boolean isWriting() {
        return thread.equals(Thread.currentThread());
    }

    /// Returns how many units wait for their turn.
    int waiting() {
        return queue.size();
    }

    /// Commits what was taken in, then ends the thread and closes the session.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            wakeUp();
        }
        joinThread();
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                commitGroup(Uninterrupted.call(queue::take));
            }
        } finally {
            closed = true;
            refuseTheRest();
            closeSession();
        }
    }

    private void commitGroup(PendingUnit<?> first) {
        List<PendingUnit<?>> group = new ArrayList<>();
        group.add(first);
        boolean committing = false;
        try {
            session.execute("BEGIN IMMEDIATE");
            first.run(session);
            for (PendingUnit<?> unit = queue.poll(); unit != null; unit = queue.poll()) {
                group.add(unit);
                unit.run(session);
                if (group.size() == GROUP_UNITS) {
                    break;
                }
            }
            committing = true;
            session.execute("COMMIT");
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(failure);
            LOG.log(System.Logger.Level.ERROR, "a group of " + group.size() + " units was not committed", failure);
            // In doubt once it has tried: a commit that stumbled over its fsync may yet come back after a crash.
            StorageException told = committing ? Failures.inDoubt(failure) : Failures.undone(failure);
            group.forEach(unit -> unit.fail(told));
            return;
        }
        group.forEach(PendingUnit::answer);
    }

    private void rollBack(Throwable cause) {
        try {
            session.execute("ROLLBACK");
        } catch (SQLException failure) {
            // Usual: on a full disk SQLite has rolled back by itself, and says that there is no transaction.
            cause.addSuppressed(failure);
        }
    }

    private void refuseTheRest() {
        List<PendingUnit<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(unit -> unit.fail(Failures.closed()));
    }

    private void closeSession() {
        try {
            session.pragma("wal_checkpoint(TRUNCATE)");
            session.close();
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "the writing connection did not close cleanly", failure);
        }
    }

    /// Wakes a writer that waits for work, with a unit that does nothing.
    private void wakeUp() {
        PendingUnit<Boolean> nothing = new PendingUnit<>(session -> true);
        Uninterrupted.call(() -> {
            queue.put(nothing);
            return true;
        });
    }

    private void joinThread() {
        Uninterrupted.call(() -> {
            thread.join();
            return true;
        });
    }
}
