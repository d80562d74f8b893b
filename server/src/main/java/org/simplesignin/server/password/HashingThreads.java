package org.simplesignin.server.password;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.simplesignin.server.http.RefusedException;

/// The few threads that hash, and the short queue before them (T15, T18). Who asks waits on a thread of its own, which
/// may be a virtual one.
///
/// They are platform threads for a reason: a hash is nothing but work for tens of milliseconds, and a virtual thread
/// gives its carrier back only where it waits. As many hashes as there are carriers would stop every other request.
///
/// The queue is bounded twice. Who finds it full is refused at once, and so is who has waited in it for too long: its
/// place is free again. Threads end after an idle minute. Thread-safe.
final class HashingThreads implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ThreadPoolExecutor threads;
    private final int places;
    private final Duration patience;

    /// @param most how many hashes run at once
    /// @param places how many may wait
    /// @param patience how long one waits until its turn comes
    HashingThreads(int most, int places, Duration patience) {
        this.places = places;
        this.patience = patience;
        threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(places),
                Thread.ofPlatform().name("password-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Does this on one of the threads and returns what came of it.
    ///
    /// @throws RefusedException where too many wait already, the turn did not come in time, or this was closed
    <T> T run(Supplier<T> hashing) {
        FutureTask<T> task = new FutureTask<>(hashing::get);
        try {
            threads.execute(task);
            return await(task);
        } catch (RejectedExecutionException | CancellationException e) {
            throw busy();
        } catch (InterruptedException e) {
            threads.remove(task);
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            throw unchecked(e);
        }
    }

    private <T> T await(FutureTask<T> task) throws InterruptedException, ExecutionException {
        try {
            return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (threads.remove(task)) {
                throw busy();
            }
            // Its turn has come: the work would be lost, and the customer would ask for it again.
            return task.get();
        }
    }

    /// Returns what tells somebody that there is no place.
    RefusedException busy() {
        return RefusedException.overloaded("Too many people sign in at this moment: try again", patience);
    }

    private static RuntimeException unchecked(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(e);
        };
    }

    /// Returns how many hashes run at once.
    int most() {
        return threads.getMaximumPoolSize();
    }

    /// Returns how many may wait.
    int places() {
        return places;
    }

    /// Returns how many wait.
    int waiting() {
        return threads.getQueue().size();
    }

    /// Refuses who waits, and returns when the hashes under way have ended.
    @Override
    public void close() {
        for (Runnable left : threads.shutdownNow()) {
            if (left instanceof Future<?> waiting) {
                waiting.cancel(false);
            }
        }
        threads.close();
    }
}
