package org.simplesignin.server;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.simplesignin.server.account.AccountStores;
import org.simplesignin.server.app.AppKeys;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.closing.Closings;
import org.simplesignin.server.consent.Declines;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.LookupIndex;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.link.Links;
import org.simplesignin.server.metric.MetricEvents;
import org.simplesignin.server.oidc.OidcIdentities;
import org.simplesignin.server.registration.Registrations;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.switches.CustomerSwitches;

/// The storage ports that [Server] needs, all of one engine, and the keys under which it seals.
///
/// @param dyingWithCustomers in the order in which it can be deleted
/// @param ready whether the engine would take a write now
public record Stores(
        Transactions transactions,
        Customers customers,
        Devices devices,
        Registrations registrations,
        Links links,
        CustomerSwitches switches,
        Declines declines,
        MetricEvents metricEvents,
        AuditLog auditLog,
        Closings closings,
        OidcIdentities oidcIdentities,
        List<DiesWithCustomer> dyingWithCustomers,
        AppKeys appKeys,
        ServerSecrets serverSecrets,
        CustomerKeys customerKeys,
        LookupIndex lookupIndex,
        AccountStores accounts,
        BooleanSupplier ready) {}
