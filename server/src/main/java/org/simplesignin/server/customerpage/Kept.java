package org.simplesignin.server.customerpage;

import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.consent.Declines;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.link.Links;
import org.simplesignin.server.switches.CustomerSwitches;

/// What is kept, for the pages to read. They change nothing here: every change goes through the rule of its noun.
public record Kept(
        Registry registry,
        Customers customers,
        Links links,
        Devices devices,
        CustomerSwitches switches,
        Declines declines,
        AuditLog auditLog) {
    /// Returns what apps and this customer's devices are called.
    Names names(CustomerId customer) {
        return new Names(registry, devices.ofCustomer(customer));
    }
}
