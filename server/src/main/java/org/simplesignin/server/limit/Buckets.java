package org.simplesignin.server.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The buckets of one limit, one a key, as the "generic cell rate algorithm" keeps them: for each key only the time at
/// which its bucket will be full again.
///
/// Memory is bounded and nothing is forgotten: a bucket that is not full stays, for whoever could have it dropped, by
/// using many other keys, would be given more tries at this one. Where [#MOST_KEYS] are not full, further keys share
/// [#SHARED] buckets, each its own that nobody can choose: then some may wait for others, and nobody gets more.
/// Thread-safe.
final class Buckets {
    static final int MOST_KEYS = 20_000;
    static final int SHARED = 1 << 16;

    private static final long BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos();

    private final long period;
    private final long interval;
    private final long seed;
    private final long multiplier;
    private final Map<String, Long> fullAt = new HashMap<>();
    private long[] sharedFullAt = {};
    private long nextSweep;

    /// @param random chooses which keys share a bucket
    Buckets(Rate rate, RandomGenerator random) {
        this.period = rate.period().toNanos();
        this.interval = rate.interval().toNanos();
        this.seed = random.nextLong();
        this.multiplier = random.nextLong() | 1;
    }

    /// Takes one and returns zero, or takes none and returns how long to wait for one.
    ///
    /// @param now nanoseconds, not negative and never less than before
    synchronized Duration take(String key, long now) {
        Duration wait = waitFor(key, now);
        if (wait.isZero()) {
            charge(key, now);
        }
        return wait;
    }

    /// Returns how long to wait for one.
    synchronized Duration waitFor(String key, long now) {
        return Duration.ofNanos(Math.max(0, full(key, now) + interval - now - period));
    }

    /// Takes one; where there is none, the bucket is as empty as it can be.
    synchronized void charge(String key, long now) {
        long full = Math.min(full(key, now) + interval, now + period);
        if (fullAt.containsKey(key) || hasRoom(now)) {
            fullAt.put(key, full);
        } else {
            if (sharedFullAt.length == 0) {
                sharedFullAt = new long[SHARED];
            }
            sharedFullAt[place(key)] = full;
        }
    }

    /// Returns whether half or more of what this bucket holds is taken.
    synchronized boolean isHalfTaken(String key, long now) {
        return full(key, now) - now >= period / 2;
    }

    /// Puts back one that was taken. Where the bucket is shared, it is not put back: it may have been somebody else's.
    synchronized void giveBack(String key) {
        fullAt.computeIfPresent(key, (k, full) -> full - interval);
    }

    /// A key that shared a bucket begins with what was taken there, when it gets its own.
    private long full(String key, long now) {
        Long own = fullAt.get(key);
        long full = own != null ? own : sharedFullAt.length == 0 ? now : sharedFullAt[place(key)];
        return Math.max(full, now);
    }

    private boolean hasRoom(long now) {
        if (fullAt.size() >= MOST_KEYS && now >= nextSweep) {
            fullAt.values().removeIf(full -> full <= now);
            nextSweep = now + BETWEEN_SWEEPS;
        }
        return fullAt.size() < MOST_KEYS;
    }

    /// Keyed, so that nobody can look for a key that shares a bucket with somebody else's.
    private int place(String key) {
        long hash = seed;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * multiplier;
            hash ^= hash >>> 32;
        }
        return (int) (hash & (SHARED - 1));
    }

    synchronized int keys() {
        return fullAt.size();
    }
}
