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

/// Runs the conformance suites of all ports against SQLite, all in one file, as customers share one.
final class SqliteConformanceTest
        implements CustomersConformance,
                DevicesConformance,
                LinksConformance,
                SwitchesConformance,
                DeclinesConformance,
                AuditLogConformance,
                TransactionsConformance,
                MetricEventsConformance,
                KeysConformance {
    @TempDir
    private static Path directory;

    private static SqlStorage storage;

    @BeforeAll
    static void open() {
        storage = SqlStorage.open(file(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Override
    public SqlStorage storage() {
        return storage;
    }

    @Override
    public Connection intruder() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private static Path file() {
        return directory.resolve("server.db");
    }
}
