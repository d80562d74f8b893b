package org.simplesignin.client.time;

import java.time.Duration;

/// Time that only moves forward: for time-outs and back-off. Implementations are thread-safe.
public interface MonotonicTime {
    /// Returns the time passed since an arbitrary fixed moment.
    Duration now();

    /// Runs a task once after a delay, on a thread of its own, unless it is cancelled before.
    Alarm in(Duration delay, Runnable task);

    /// A task that waits for its time.
    interface Alarm {
        /// Takes the task back. Does nothing where it has started already.
        void cancel();
    }
}
