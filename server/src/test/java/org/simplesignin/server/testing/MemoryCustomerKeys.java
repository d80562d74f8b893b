package org.simplesignin.server.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeyStore;
import org.simplesignin.server.keys.Wrapped;

/// Customer keys that end with the process.
public final class MemoryCustomerKeys implements CustomerKeyStore {
    private final Map<String, Optional<Wrapped>> keys = new ConcurrentSkipListMap<>();

    @Override
    public Optional<Wrapped> addOrExisting(CustomerId customer, Wrapped key) {
        return keys.computeIfAbsent(customer.value(), id -> Optional.of(key));
    }

    @Override
    public Optional<Wrapped> key(CustomerId customer) {
        return keys.getOrDefault(customer.value(), Optional.empty());
    }

    @Override
    public void shred(CustomerId customer) {
        keys.put(customer.value(), Optional.empty());
    }

    @Override
    public boolean isShredded(CustomerId customer) {
        return keys.containsKey(customer.value()) && key(customer).isEmpty();
    }

    @Override
    public List<CustomerId> shredded(@Nullable CustomerId after, int most) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(entry -> new CustomerId(entry.getKey()))
                .filter(id -> after == null || id.value().compareTo(after.value()) > 0)
                .limit(most)
                .toList();
    }
}
