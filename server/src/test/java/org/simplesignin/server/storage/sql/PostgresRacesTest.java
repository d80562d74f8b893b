package org.simplesignin.server.storage.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.WrappingKeyFile;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.testing.MemoryCustomerKeys;
import org.simplesignin.server.testing.MovableClock;
import org.simplesignin.server.testing.TestServer;

/// The races on a real PostgreSQL, each server with connections of its own.
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class PostgresRacesTest implements Races {
    @TempDir
    private static Path directory;

    private static EmbeddedPostgres postgres;
    private static SqlStorage storageHere;
    private static SqlStorage storageThere;
    private static TestServer here;
    private static TestServer there;

    @BeforeAll
    static void start() throws Exception {
        CryptoProvider.install();
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        Schema.migrate(postgres.getPostgresDatabase(), Dialect.POSTGRESQL, "PostgreSQL");
        MovableClock clock = new MovableClock();
        SecureRandom random = new SecureRandom();
        WrappingKeys keys = WrappingKeyFile.readOrMake(directory.resolve("wrapping-keys.json"), random);
        CustomerKeys customerKeys = new CustomerKeys(new MemoryCustomerKeys(), keys, random, clock);
        storageHere =
                new SqlStorage(new PostgresEngine(postgres.getPostgresDatabase()), keys, customerKeys, random, clock);
        storageThere =
                new SqlStorage(new PostgresEngine(postgres.getPostgresDatabase()), keys, customerKeys, random, clock);
        here = TestServer.over(directory, storageHere, keys, clock);
        there = TestServer.over(directory, storageThere, keys, clock);
    }

    @AfterAll
    static void stop() throws Exception {
        there.close();
        here.close();
        storageThere.close();
        storageHere.close();
        postgres.close();
    }

    @Override
    public TestServer here() {
        return here;
    }

    @Override
    public TestServer there() {
        return there;
    }
}
