package org.simplesignin.server.keys;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.time.Ticker;

/// The opened keys of customers that were busy lately, so that not every value costs a look into the key store.
/// Bounded in number and in time. Thread-safe.
final class CustomerKeyCache {
    /// The most keys in memory, of 32 bytes each twice; beyond it the one that was unused longest goes.
    static final int MOST = 10_000;

    /// How long a key stays before the store is asked again. Another server that shreds it is noticed so late.
    static final Duration LIFE = Duration.ofMinutes(1);

    /// @param since what the ticker said when it was loaded
    private record Kept(CustomerKeys.Opened key, long since) {}

    private final Ticker ticker;
    private final Map<CustomerId, Kept> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CustomerId, Kept> eldest) {
            return size() > MOST;
        }
    };

    /// Counts what was dropped, so that a key that was being loaded meanwhile is not put in after it.
    private long drops;

    CustomerKeyCache(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Returns the key, loaded where it is not here. Loading holds up nobody else.
    CustomerKeys.Opened get(CustomerId customer, Function<CustomerId, CustomerKeys.Opened> load) {
        long now = ticker.nanos();
        long before;
        synchronized (entries) {
            Kept entry = entries.get(customer);
            if (entry != null && now - entry.since() < LIFE.toNanos()) {
                return entry.key();
            }
            before = drops;
        }
        CustomerKeys.Opened loaded = load.apply(customer);
        synchronized (entries) {
            if (before == drops) {
                entries.put(customer, new Kept(loaded, now));
            }
        }
        return loaded;
    }

    void drop(CustomerId customer) {
        synchronized (entries) {
            entries.remove(customer);
            drops++;
        }
    }

    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }
}
