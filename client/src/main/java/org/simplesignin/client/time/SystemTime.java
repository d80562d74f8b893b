package org.simplesignin.client.time;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The machine's monotonic time. Tasks run on virtual threads, so that a slow one delays no other. Closing it drops the
/// tasks that wait.
public final class SystemTime implements MonotonicTime, AutoCloseable {
    private final long origin = System.nanoTime();
    private final ScheduledThreadPoolExecutor scheduler;

    /// Starts its one thread.
    public SystemTime() {
        scheduler = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("client-time").daemon().factory());
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    @Override
    public Alarm in(Duration delay, Runnable task) {
        ScheduledFuture<?> future = scheduler.schedule(
                () -> {
                    Thread.ofVirtual().name("client-task").start(task);
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
