package org.simplesignin.server.closing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeyStore;
import org.simplesignin.server.keys.Wrapped;

/// A store of keys with something that happens before and after shredding.
record UnsureKeys(CustomerKeyStore real, Runnable beforeShredding, Runnable afterShredding)
        implements CustomerKeyStore {
    @Override
    public Optional<Wrapped> addOrExisting(CustomerId customer, Wrapped key) {
        return real.addOrExisting(customer, key);
    }

    @Override
    public Optional<Wrapped> key(CustomerId customer) {
        return real.key(customer);
    }

    @Override
    public void shred(CustomerId customer) {
        beforeShredding.run();
        real.shred(customer);
        afterShredding.run();
    }

    @Override
    public boolean isShredded(CustomerId customer) {
        return real.isShredded(customer);
    }

    @Override
    public List<CustomerId> shredded(@Nullable CustomerId after, int most) {
        return real.shredded(after, most);
    }
}
