package org.simplesignin.server.keys;

import java.util.Optional;

/// The storage port of the server's own secrets, such as the key of directed ids: each made once and never changed.
/// Primary key: `name`, 1 to 64 characters of `[a-z0-9-]`. Not a customer's, so there is no `Tx`: each call is a
/// transaction of its own. Thread-safe.
public interface ServerSecrets {
    /// Returns the secret with this name.
    Optional<Wrapped> secret(String name);

    /// Stores this secret, or returns the one that has the name already, unchanged. Of many callers at once exactly
    /// one stores, and all get the same answer.
    Wrapped addOrExisting(String name, Wrapped secret);
}
