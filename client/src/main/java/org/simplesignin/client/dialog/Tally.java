package org.simplesignin.client.dialog;

import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.protocol.device.CountedEvent;

/// Counts what dialogs came to (specification §7).
@FunctionalInterface
public interface Tally {
    /// Counts one.
    void count(CustomerId customer, AppId app, CountedEvent event);
}
