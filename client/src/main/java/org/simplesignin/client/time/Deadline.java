package org.simplesignin.client.time;

import java.time.Duration;

/// The moment by which something must be answered. Immutable.
public final class Deadline {
    private final MonotonicTime time;
    private final Duration at;

    private Deadline(MonotonicTime time, Duration at) {
        this.time = time;
        this.at = at;
    }

    /// Returns the deadline that lies this far ahead.
    public static Deadline after(Duration span, MonotonicTime time) {
        return new Deadline(time, time.now().plus(span));
    }

    /// Returns what is left, zero or less where it has passed.
    public Duration left() {
        return at.minus(time.now());
    }

    /// Returns whether it has passed.
    public boolean passed() {
        return !left().isPositive();
    }
}
