package org.simplesignin.server.closing;

import org.simplesignin.server.id.CustomerId;

/// Tells a customer that the account was deleted. What is needed for it, such as the e-mail address, is read before the
/// deletion and used after it, and forgotten then.
public interface Farewell {
    /// Tells nobody.
    Farewell NONE = customer -> () -> {};

    /// Returns what is to be done once the account is deleted. It must not fail: the account is gone by then.
    Runnable prepare(CustomerId customer);
}
