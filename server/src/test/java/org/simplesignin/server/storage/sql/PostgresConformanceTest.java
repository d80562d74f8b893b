package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.WrappingKeyFile;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.testing.MemoryCustomerKeys;
import org.simplesignin.server.time.Ticker;

/// Runs the conformance suites of all ports against a real PostgreSQL, as durable as in production.
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class PostgresConformanceTest
        implements CustomersConformance,
                AccountsConformance,
                MailCodesConformance,
                PasskeysConformance,
                BrowserSessionsConformance,
                DevicesConformance,
                RegistrationsConformance,
                LinksConformance,
                SwitchesConformance,
                DeclinesConformance,
                AuditLogConformance,
                TransactionsConformance,
                MetricEventsConformance,
                ClosingsConformance,
                OidcIdentitiesConformance,
                KeysConformance,
                MigrationsConformance {
    @TempDir
    private static Path directory;

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static EmbeddedPostgres postgres;
    private static WrappingKeys wrappingKeys;
    private static SqlStorage storage;

    @BeforeAll
    static void open() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        wrappingKeys = WrappingKeyFile.readOrMake(directory.resolve("wrapping-keys.json"), RANDOM);
        storage = open(
                postgres.getPostgresDatabase(),
                new CustomerKeys(new MemoryCustomerKeys(), wrappingKeys, RANDOM, Ticker.SYSTEM));
    }

    private static SqlStorage open(DataSource source, CustomerKeys customerKeys) throws SQLException {
        Schema.migrate(source, Dialect.POSTGRESQL, "PostgreSQL");
        return new SqlStorage(new PostgresEngine(source), wrappingKeys, customerKeys, RANDOM, CLOCK);
    }

    @AfterAll
    static void close() throws Exception {
        storage.close();
        postgres.close();
    }

    @Test
    void postgresIsSetToKeepWhatItAcknowledges() throws Exception {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            try (Connection connection = intruder();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW " + setting)) {
                row.next();
                assertEquals("on", row.getString(1), setting);
            }
        }
    }

    @Override
    public SqlStorage storage() {
        return storage;
    }

    @Override
    public Connection intruder() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public DataSource firstVersion() throws SQLException {
        intrude("CREATE DATABASE another");
        return MigrationsConformance.firstVersion(another(), Dialect.POSTGRESQL);
    }

    @Override
    public SqlStorage openIt() throws SQLException {
        return open(another(), storage.customerKeys());
    }

    private static DataSource another() {
        return postgres.getDatabase("postgres", "another");
    }
}
