package org.simplesignin.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bounds how many requests are answered at once. A request that waits for its own body is not among them, or
/// those who send a byte now and then would keep everybody else out. Thread-safe.
final class AtWork {
    private final Semaphore places;
    private final Duration patience;

    AtWork(int most, Duration patience) {
        this.places = new Semaphore(most, true);
        this.patience = patience;
    }

    /// Waits for a place; returns whether there was one in time.
    boolean enter() {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        places.release();
    }
}
