package org.simplesignin.server.limit;

import java.util.HashMap;
import java.util.Map;
import org.simplesignin.server.http.NetworkAddress;

/// Places for what takes a while, shared out so that no network holds them all: a site may hold as many as are free
/// when it comes, a carrier twice as many. One site alone gets half; two get a third each, and a third stays free for
/// others. What remains stands in `docs/security.md`. Thread-safe.
public final class Places {
    private static final int OF_CARRIER = 2;

    private final Map<String, Integer> held = new HashMap<>();
    private int free;

    /// Makes so many places, all of them free.
    public Places(int most) {
        this.free = most;
    }

    /// Takes one and returns true; it must be given back with [#leave]. Returns false, taking none, where this network
    /// has its share.
    public synchronized boolean take(NetworkAddress from) {
        if (of(from.site()) >= free || of(from.carrier()) >= OF_CARRIER * free) {
            return false;
        }
        free--;
        held.merge(from.site(), 1, Integer::sum);
        held.merge(from.carrier(), 1, Integer::sum);
        return true;
    }

    /// Gives back one that was taken for this address.
    public synchronized void leave(NetworkAddress from) {
        free++;
        less(from.site());
        less(from.carrier());
    }

    private int of(String network) {
        return held.getOrDefault(network, 0);
    }

    private void less(String network) {
        held.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }
}
