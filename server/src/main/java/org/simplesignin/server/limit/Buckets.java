package org.simplesignin.server.limit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The buckets of one limit, one a key, as the "generic cell rate algorithm" keeps them: for each key only the time at
/// which its bucket will be full again. At most [#MOST_KEYS] keys; beyond that, the one that was used least recently
/// is forgotten. Who has so many addresses is held by the limits that count in all. Thread-safe.
final class Buckets {
    static final int MOST_KEYS = 20_000;

    private final long period;
    private final long interval;
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_KEYS;
        }
    };

    Buckets(Rate rate) {
        this.period = rate.period().toNanos();
        this.interval = rate.interval().toNanos();
    }

    /// Takes one and returns zero, or takes none and returns how long to wait for one.
    synchronized Duration take(String key, long now) {
        // A clock that was set back must not keep a key out for longer than a period.
        long full = Math.clamp(fullAt.getOrDefault(key, now), now, now + period);
        long wait = full + interval - now - period;
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        fullAt.put(key, full + interval);
        return Duration.ZERO;
    }

    /// Puts back one that was taken.
    synchronized void giveBack(String key) {
        fullAt.computeIfPresent(key, (k, full) -> full - interval);
    }

    synchronized int keys() {
        return fullAt.size();
    }
}
