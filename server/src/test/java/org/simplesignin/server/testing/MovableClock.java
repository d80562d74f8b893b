package org.simplesignin.server.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.simplesignin.server.time.Ticker;

/// A clock that stands still until a test moves it on, and the ticker beside it. Thread-safe.
public final class MovableClock extends Clock implements Ticker {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

    /// Close to where a count of nanoseconds wraps, so that every test of hours goes past it.
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());

    /// Moves on: time passes, which clock and ticker show. Where the duration is negative the clock is set back: time
    /// goes on.
    public void forward(Duration duration) {
        set(duration);
        if (duration.isPositive()) {
            nanos.addAndGet(duration.toNanos());
        }
    }

    /// Sets the clock, forward or back, while no time passes.
    public void set(Duration change) {
        now.updateAndGet(instant -> instant.plus(change));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public long nanos() {
        return nanos.get();
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
