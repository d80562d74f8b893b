package org.simplesignin.sample.backend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/// A clock that stands still until it is moved, and the time that passes beside it.
public final class MovingClock extends Clock implements LongSupplier {
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private volatile Duration passed = Duration.ZERO;

    /// Lets time pass.
    public void move(Duration by) {
        set(by);
        passed = passed.plus(by);
    }

    /// Sets the clock, forward or back, while no time passes.
    public void set(Duration by) {
        now = now.plus(by);
    }

    /// Close to where a count of nanoseconds wraps.
    @Override
    public long getAsLong() {
        return Long.MAX_VALUE - 1 + passed.toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
