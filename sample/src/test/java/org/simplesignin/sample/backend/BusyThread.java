package org.simplesignin.sample.backend;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One hashing thread that is at work, with one place before it, which is taken, until this is closed.
final class BusyThread implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    private final List<Future<?>> work = List.of(thread.submit(this::work), thread.submit(this::work));

    private boolean work() throws InterruptedException {
        end.await();
        return true;
    }

    /// The thread; whoever hashes on it closes it.
    ExecutorService thread() {
        return thread;
    }

    /// Returns when the thread is free.
    @Override
    public void close() {
        end.countDown();
        for (Future<?> each : work) {
            try {
                each.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }
}
