package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.DataDirectory;

/// Runs the conformance suites of all ports against SQLite, all in one file, as customers share one.
final class SqliteConformanceTest
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
                KeysConformance {
    @TempDir
    private static Path directory;

    private static DataDirectory data;

    @BeforeAll
    static void open() {
        data = DataDirectory.open(directory, RANDOM, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @Override
    public SqlStorage storage() {
        return data.storage();
    }

    @Override
    public Connection intruder() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("server.db"));
    }
}
