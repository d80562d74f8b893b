package org.simplesignin.server.limit;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.simplesignin.server.http.NetworkAddress;

/// A limit that counts in all, so that no network uses it up against everybody: a site has one in [#OF_SITE] of it, a
/// carrier one in [#OF_CARRIER]. While half or more is taken it is scarce: then each site has one in
/// [#OF_SITE_WHILE_SCARCE] and each carrier one in [#OF_CARRIER_WHILE_SCARCE], and what they took before counts. To use
/// up the second half takes 250 sites of ten carriers. What remains stands in `docs/security.md`. Thread-safe.
final class Shares {
    static final int OF_SITE = 20;
    static final int OF_CARRIER = 4;
    static final int OF_SITE_WHILE_SCARCE = 500;
    static final int OF_CARRIER_WHILE_SCARCE = 20;

    private static final String ALL = "all";

    private final Buckets all;
    private final Share sites;
    private final Share carriers;

    Shares(Rate rate, RandomGenerator random) {
        this.all = new Buckets(rate, random);
        this.sites = new Share(part(rate, OF_SITE, random), part(rate, OF_SITE_WHILE_SCARCE, random));
        this.carriers = new Share(part(rate, OF_CARRIER, random), part(rate, OF_CARRIER_WHILE_SCARCE, random));
    }

    private static Buckets part(Rate rate, int parts, RandomGenerator random) {
        return new Buckets(new Rate(Math.max(1, rate.most() / parts), rate.period()), random);
    }

    private record Share(Buckets usual, Buckets scarce) {
        Duration waitFor(String network, boolean isScarce, long now) {
            Duration wait = usual.waitFor(network, now);
            return isScarce ? longer(wait, scarce.waitFor(network, now)) : wait;
        }

        void charge(String network, long now) {
            usual.charge(network, now);
            scarce.charge(network, now);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /// Takes one and returns zero, or takes none and returns how long to wait for one.
    ///
    /// @param now as [Buckets#take] wants it
    synchronized Duration take(NetworkAddress from, long now) {
        boolean isScarce = all.isHalfTaken(ALL, now);
        Duration share =
                longer(sites.waitFor(from.site(), isScarce, now), carriers.waitFor(from.carrier(), isScarce, now));
        if (share.isPositive()) {
            return share;
        }
        Duration wait = all.take(ALL, now);
        if (wait.isZero()) {
            sites.charge(from.site(), now);
            carriers.charge(from.carrier(), now);
        }
        return wait;
    }
}
