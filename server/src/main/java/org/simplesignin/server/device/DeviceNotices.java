package org.simplesignin.server.device;

import org.simplesignin.server.id.CustomerId;

/// Tells a customer, outside the pages, what happened to their devices, so that a registration they did not make does
/// not go unnoticed (T1). Called after the commit; a notice that cannot be sent is the implementation's to log and
/// never undoes what happened.
public interface DeviceNotices {
    /// Tells nobody.
    DeviceNotices NONE = (customer, event) -> {};

    /// What happened to a device.
    sealed interface Event {
        /// It was registered with the customer.
        record Registered(Device device) implements Event {}

        /// It was removed.
        record Removed(Device device) implements Event {}
    }

    /// Tells the customer.
    void tell(CustomerId customer, Event event);
}
