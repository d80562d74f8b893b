package org.simplesignin.sample.backend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Ten wrong passwords for a login name, then none for fifteen minutes, right or wrong. An attempt is counted before it
/// is tried, so that a thousand at once are not tried first and counted later. Thread-safe.
final class AttemptLimit {
    static final int ATTEMPTS = 10;
    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int NAMES_KEPT = 10_000;

    private record Count(int attempts, Instant since) {}

    private final Clock clock;
    private final Map<String, Count> byName = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > NAMES_KEPT;
        }
    };

    AttemptLimit(Clock clock) {
        this.clock = clock;
    }

    /// Counts an attempt and returns whether it may be made.
    synchronized boolean take(String name) {
        Instant now = clock.instant();
        Count count = byName.get(name);
        if (count == null || !now.isBefore(count.since().plus(WINDOW))) {
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
