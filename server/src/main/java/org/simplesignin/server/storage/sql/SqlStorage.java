package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import java.time.Clock;
import org.simplesignin.server.app.AppKeys;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.consent.Declines;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.link.Links;
import org.simplesignin.server.metric.MetricEvents;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.switches.CustomerSwitches;

/// The server's database: one implementation of each storage port over one engine. Thread-safe.
///
/// ```
/// try (SqlStorage storage = SqlStorage.open(directory.resolve("server.db"), clock)) {
///     storage.transactions().inCustomerTransaction(customer, tx -> storage.links().end(tx, link, clock.instant()));
/// }
/// ```
public final class SqlStorage implements AutoCloseable {
    private final Engine engine;
    private final Transactions transactions;
    private final Customers customers;
    private final Devices devices;
    private final Links links;
    private final CustomerSwitches switches;
    private final Declines declines;
    private final MetricEvents metricEvents;
    private final AuditLog auditLog;
    private final AppKeys appKeys;
    private final ServerSecrets serverSecrets;

    SqlStorage(Engine engine, Clock clock) {
        this.engine = engine;
        this.transactions = new SqlTransactions(engine);
        this.customers = new SqlCustomers(engine);
        this.devices = new SqlDevices(engine);
        this.links = new SqlLinks(engine);
        this.switches = new SqlSwitches(engine);
        this.declines = new SqlDeclines(engine);
        this.metricEvents = new SqlMetricEvents(engine);
        this.auditLog = new SqlAuditLog(engine);
        this.appKeys = new SqlAppKeys(engine);
        this.serverSecrets = new SqlServerSecrets(engine, clock);
    }

    /// Opens the SQLite database in this file; makes it, with its directory, where it is absent, and brings its schema
    /// up to date. The file is readable by its owner only.
    ///
    /// @throws org.simplesignin.server.storage.StorageException with one line that says what to do, where the file
    ///     cannot be written, is damaged, belongs to another program or a newer version, or would not keep what is
    ///     acknowledged
    public static SqlStorage open(Path databaseFile, Clock clock) {
        return new SqlStorage(SqliteEngine.open(databaseFile), clock);
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

    /// Returns the links.
    public Links links() {
        return links;
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

    /// Returns the app key pairs.
    public AppKeys appKeys() {
        return appKeys;
    }

    /// Returns the server's own secrets.
    public ServerSecrets serverSecrets() {
        return serverSecrets;
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
