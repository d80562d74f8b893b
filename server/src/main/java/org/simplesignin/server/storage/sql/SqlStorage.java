package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.link.Links;
import org.simplesignin.server.metric.MetricEvents;
import org.simplesignin.server.oidc.OidcIdentities;
import org.simplesignin.server.registration.Registrations;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.switches.CustomerSwitches;

/// The server's database: one implementation of each storage port over one engine. Thread-safe.
///
/// ```
/// try (SqlStorage storage = SqlStorage.open(file, wrappingKeys, customerKeys, random, clock)) {
///     storage.transactions().inCustomerTransaction(customer, tx -> storage.links().end(tx, link, clock.instant()));
/// }
/// ```
public final class SqlStorage implements AutoCloseable {
    private final Engine engine;
    private final Transactions transactions;
    private final SqlCustomers customers;
    private final SqlDevices devices;
    private final SqlRegistrations registrations;
    private final SqlLinks links;
    private final SqlSwitches switches;
    private final SqlDeclines declines;
    private final MetricEvents metricEvents;
    private final SqlAuditLog auditLog;
    private final Closings closings;
    private final SqlOidcIdentities oidcIdentities;
    private final AppKeys appKeys;
    private final ServerSecrets serverSecrets;
    private final CustomerKeys customerKeys;
    private final LookupIndex lookupIndex;
    private final AccountStores accounts;
    private final List<DiesWithCustomer> dyingWithAccounts;

    SqlStorage(Engine engine, WrappingKeys wrappingKeys, CustomerKeys customerKeys, SecureRandom random, Clock clock) {
        this.engine = engine;
        this.customerKeys = customerKeys;
        this.serverSecrets = new SqlServerSecrets(engine, clock);
        this.lookupIndex = LookupIndex.open(serverSecrets, wrappingKeys, random);
        this.transactions = new SqlTransactions(engine);
        Seals seals = new Seals(customerKeys, lookupIndex);
        this.customers = new SqlCustomers(engine, seals);
        this.devices = new SqlDevices(engine, seals);
        this.registrations = new SqlRegistrations(engine);
        this.links = new SqlLinks(engine, seals);
        this.switches = new SqlSwitches(engine);
        this.declines = new SqlDeclines(engine);
        this.metricEvents = new SqlMetricEvents(engine);
        this.auditLog = new SqlAuditLog(engine);
        this.closings = new SqlClosings(engine);
        this.oidcIdentities = new SqlOidcIdentities(engine, seals);
        this.appKeys = new SqlAppKeys(engine);
        SqlAccounts sqlAccounts = new SqlAccounts(engine, seals);
        SqlPasskeys passkeys = new SqlPasskeys(engine, seals);
        SqlBrowserSessions browserSessions = new SqlBrowserSessions(engine, seals);
        this.accounts = new AccountStores(
                sqlAccounts, new SqlMailCodes(engine), passkeys, new SqlPasskeyChallenges(engine), browserSessions);
        this.dyingWithAccounts = List.of(browserSessions, passkeys, sqlAccounts);
    }

    /// Opens the SQLite database in this file; makes it, with its directory, where it is absent, and brings its
    /// schema up to date. The file is readable by its owner only. What is personal in it is sealed under the
    /// customers' keys.
    ///
    /// @throws org.simplesignin.server.storage.StorageException with one line that says what to do, where the file
    ///     cannot be written, is damaged, belongs to another program or a newer version, or would not keep what is
    ///     acknowledged
    /// @throws org.simplesignin.server.config.UnusableConfigurationException where the wrapping keys are not those
    ///     of this database
    public static SqlStorage open(
            Path databaseFile, WrappingKeys wrappingKeys, CustomerKeys customerKeys, SecureRandom random, Clock clock) {
        Engine engine = SqliteEngine.open(databaseFile);
        try {
            return new SqlStorage(engine, wrappingKeys, customerKeys, random, clock);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /// Returns where changes are made.
    public Transactions transactions() {
        return transactions;
    }

    /// Returns the customers.
    public Customers customers() {
        return customers;
    }

    /// Returns the enrolments, devices and sessions.
    public Devices devices() {
        return devices;
    }

    /// Returns the device registrations under way.
    public Registrations registrations() {
        return registrations;
    }

    /// Returns the links.
    public Links links() {
        return links;
    }

    /// Returns the accounts, and what belongs to them.
    public AccountStores accounts() {
        return accounts;
    }

    /// Returns the off switches.
    public CustomerSwitches switches() {
        return switches;
    }

    /// Returns the declined consents.
    public Declines declines() {
        return declines;
    }

    /// Returns the metric events.
    public MetricEvents metricEvents() {
        return metricEvents;
    }

    /// Returns the audit log.
    public AuditLog auditLog() {
        return auditLog;
    }

    /// Returns the deleted customers.
    public Closings closings() {
        return closings;
    }

    /// Returns who of the operator's provider is which customer.
    public OidcIdentities oidcIdentities() {
        return oidcIdentities;
    }

    /// Returns everything that stores something of customers, in the order in which it can be deleted: rows before
    /// those that they refer to, the customer's own last.
    public List<DiesWithCustomer> dyingWithCustomers() {
        List<DiesWithCustomer> all = new ArrayList<>(dyingWithAccounts);
        all.addAll(List.of(links, declines, switches, registrations, devices, oidcIdentities, auditLog, customers));
        return List.copyOf(all);
    }

    /// Returns the app key pairs.
    public AppKeys appKeys() {
        return appKeys;
    }

    /// Returns the server's own secrets.
    public ServerSecrets serverSecrets() {
        return serverSecrets;
    }

    /// Returns the keys under which it seals what is personal.
    public CustomerKeys customerKeys() {
        return customerKeys;
    }

    /// Returns the index by which customers are found.
    public LookupIndex lookupIndex() {
        return lookupIndex;
    }

    /// Returns whether a write would be taken now. It asks the database, behind what is queued.
    public boolean ready() {
        return engine.ready();
    }

    /// Refuses new calls, finishes those under way, and closes the database.
    @Override
    public void close() {
        engine.close();
    }
}
