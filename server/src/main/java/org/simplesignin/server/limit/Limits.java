package org.simplesignin.server.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.simplesignin.server.http.RefusedException;

/// Counts what [Limit] limits.
///
/// ```
/// limits.take(Limit.SIGN_IN_FAILURES_PER_ADDRESS, address);   // 429 where there were too many
/// if (passwords.match(…)) {
///     limits.giveBack(Limit.SIGN_IN_FAILURES_PER_ADDRESS, address);   // only failures count
/// }
/// ```
/// Taken before the work and given back after a success, so that many at once cannot slip through. Keys are ids,
/// hashes or addresses, never an e-mail address or a name. Thread-safe.
public final class Limits {
    /// The key of a limit that counts in all.
    public static final String ALL = "all";

    private final Map<Limit, Buckets> buckets = new EnumMap<>(Limit.class);
    private final Clock clock;

    /// Makes one with full buckets.
    ///
    /// @param changed the rates that the operator set; all others are as usual
    public Limits(Map<Limit, Rate> changed, Clock clock) {
        this.clock = clock;
        for (Limit limit : Limit.values()) {
            buckets.put(limit, new Buckets(changed.getOrDefault(limit, limit.usual())));
        }
    }

    /// Takes one.
    ///
    /// @throws RefusedException with 429 and `Retry-After` where none is left
    public void take(Limit limit, String key) {
        Instant now = clock.instant();
        long nanos = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        Duration wait = of(limit).take(key, nanos);
        if (wait.isPositive()) {
            throw RefusedException.tooMany(wait);
        }
    }

    /// Puts back one that was taken, because it turned out to be harmless.
    public void giveBack(Limit limit, String key) {
        of(limit).giveBack(key);
    }

    private Buckets of(Limit limit) {
        return Objects.requireNonNull(buckets.get(limit));
    }
}
