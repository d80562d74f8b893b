package org.simplesignin.sample.backend;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Ten wrong passwords for a login name, then none for fifteen minutes, right or wrong. An attempt is counted before it
/// is tried, so that a thousand at once are not tried first and counted later. Time is not the clock's, which may be
/// set. Thread-safe.
final class AttemptLimit {
    static final int ATTEMPTS = 10;
    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int NAMES_KEPT = 10_000;

    private record Count(int attempts, long since) {}

    private final LongSupplier nanos;
    private final Map<String, Count> byName = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > NAMES_KEPT;
        }
    };

    /// @param nanos the nanoseconds since an arbitrary moment, as `System::nanoTime` tells them
    AttemptLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Counts an attempt and returns whether it may be made.
    synchronized boolean take(String name) {
        long now = nanos.getAsLong();
        Count count = byName.get(name);
        if (count == null || now - count.since() >= WINDOW.toNanos()) {
            count = new Count(0, now);
        }
        if (count.attempts() >= ATTEMPTS) {
            return false;
        }
        byName.put(name, new Count(count.attempts() + 1, count.since()));
        return true;
    }

    /// Takes an attempt back that nobody has looked at.
    synchronized void giveBack(String name) {
        byName.computeIfPresent(name, (same, count) -> new Count(count.attempts() - 1, count.since()));
    }

    /// Forgets the attempts for a name: the last one was right.
    synchronized void clear(String name) {
        byName.remove(name);
    }
}
