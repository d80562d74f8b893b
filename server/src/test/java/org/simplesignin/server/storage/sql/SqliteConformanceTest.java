package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.DataDirectory;
import org.sqlite.SQLiteDataSource;

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
                KeysConformance,
                MigrationsConformance {
    @TempDir
    private static Path directory;

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static DataDirectory data;

    @BeforeAll
    static void open() {
        data = DataDirectory.open(directory, RANDOM, CLOCK);
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

    @Override
    public DataSource firstVersion() throws SQLException {
        SqliteFile.refuseForeign(another(), SqliteFile.DATABASE);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + another());
        return MigrationsConformance.firstVersion(source, Dialect.SQLITE);
    }

    @Override
    public SqlStorage openIt() {
        return SqlStorage.open(another(), data.wrappingKeys(), storage().customerKeys(), RANDOM, CLOCK);
    }

    private static Path another() {
        return directory.resolve("another.db");
    }
}
