package org.simplesignin.server.device;

import java.util.List;
import java.util.Optional;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;

/// Removes devices (T8). Once it has returned, no token is minted for the device on any node: each call of a device
/// asks the database, and the transaction that lets a token out asks once more. Thread-safe.
public final class Removing {
    private final Transactions transactions;
    private final Devices devices;
    private final Audit audit;
    private final DeviceNotices notices;

    /// Makes the rule.
    public Removing(Transactions transactions, Devices devices, Audit audit, DeviceNotices notices) {
        this.transactions = transactions;
        this.devices = devices;
        this.audit = audit;
        this.notices = notices;
    }

    /// Removes this device where it is the customer's; returns whether it was. Another customer's device and one
    /// that never was have the same answer (T15).
    public boolean remove(CustomerId customer, DeviceId device, Actor by) {
        Optional<Registration> removed = transactions.inCustomerTransaction(customer, tx -> remove(tx, device, by));
        removed.ifPresent(one -> notices.tell(customer, new DeviceNotices.Event.Removed(one.device())));
        return removed.isPresent();
    }

    /// Removes all devices of the customer, in one transaction; returns how many there were.
    public int removeAll(CustomerId customer, Actor by) {
        List<Registration> removed = transactions.inCustomerTransaction(
                customer,
                tx -> devices.ofCustomer(tx).stream()
                        .flatMap(one -> remove(tx, one.device().id(), by).stream())
                        .toList());
        removed.forEach(one -> notices.tell(customer, new DeviceNotices.Event.Removed(one.device())));
        return removed.size();
    }

    private Optional<Registration> remove(Tx tx, DeviceId device, Actor by) {
        Optional<Registration> registration = devices.registration(tx, device);
        if (registration.isEmpty() || !devices.remove(tx, device)) {
            return Optional.empty();
        }
        audit.record(tx, new AuditEvent.DeviceRemoved(device, by));
        return registration;
    }
}
