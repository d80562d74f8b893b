package org.simplesignin.server.limit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.time.Ticker;

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
    private final Map<Limit, Buckets> buckets = new EnumMap<>(Limit.class);
    private final Map<Limit, Shares> shares = new EnumMap<>(Limit.class);
    private final Ticker ticker;
    private final long start;

    /// Makes one with full buckets.
    ///
    /// @param changed the rates that the operator set; all others are as usual
    public Limits(Map<Limit, Rate> changed, Ticker ticker, RandomGenerator random) {
        this.ticker = ticker;
        this.start = ticker.nanos();
        for (Limit limit : Limit.values()) {
            Rate rate = changed.getOrDefault(limit, limit.usual());
            if (limit.inAll()) {
                shares.put(limit, new Shares(rate, random));
            } else {
                buckets.put(limit, new Buckets(rate, random));
            }
        }
    }

    /// Takes one.
    ///
    /// @throws RefusedException with 429 and `Retry-After` where none is left
    public void take(Limit limit, String key) {
        requireNone(of(limit).take(key, now()));
    }

    /// Takes one of each, or none at all: what is refused costs nothing.
    ///
    /// @throws RefusedException with 429 and `Retry-After` where none is left of one
    public void takeAll(Map<Limit, String> keys) {
        Map<Limit, String> taken = new EnumMap<>(Limit.class);
        keys.forEach((limit, key) -> {
            Duration wait = of(limit).take(key, now());
            if (wait.isPositive()) {
                taken.forEach(this::giveBack);
            }
            requireNone(wait);
            taken.put(limit, key);
        });
    }

    /// As [#takeAll(Map)], together with one of a limit that counts in all, for somebody at this address.
    public void takeAll(Map<Limit, String> keys, Limit inAll, NetworkAddress from) {
        takeAll(keys);
        Duration wait = Objects.requireNonNull(shares.get(inAll)).take(from, now());
        if (wait.isPositive()) {
            keys.forEach(this::giveBack);
        }
        requireNone(wait);
    }

    private static void requireNone(Duration wait) {
        if (wait.isPositive()) {
            throw RefusedException.tooMany(wait);
        }
    }

    /// A difference, because the ticker may be negative and wraps.
    private long now() {
        return ticker.nanos() - start;
    }

    /// Puts back one that was taken, because it turned out to be harmless.
    public void giveBack(Limit limit, String key) {
        of(limit).giveBack(key);
    }

    private Buckets of(Limit limit) {
        return Objects.requireNonNull(buckets.get(limit));
    }
}
