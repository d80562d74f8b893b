package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.WrappingKeyFile;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.testing.MemoryCustomerKeys;
import org.simplesignin.server.testing.MovableClock;
import org.simplesignin.server.testing.TestServer;

/// The races on a real PostgreSQL, each server with connections of its own.
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class PostgresRacesTest implements SessionRaces {
    @TempDir
    private static Path directory;

    private static EmbeddedPostgres postgres;
    private static WrappingKeys wrappingKeys;
    private static CustomerKeys customerKeys;
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
        wrappingKeys = WrappingKeyFile.readOrMake(directory.resolve("wrapping-keys.json"), random);
        customerKeys = new CustomerKeys(new MemoryCustomerKeys(), wrappingKeys, random, clock);
        storageHere = new SqlStorage(
                new PostgresEngine(postgres.getPostgresDatabase()), wrappingKeys, customerKeys, random, clock);
        storageThere = new SqlStorage(
                new PostgresEngine(postgres.getPostgresDatabase()), wrappingKeys, customerKeys, random, clock);
        here = TestServer.over(directory, storageHere, wrappingKeys, clock);
        there = TestServer.over(directory, storageThere, wrappingKeys, clock);
    }

    @AfterAll
    static void stop() throws Exception {
        there.close();
        here.close();
        storageThere.close();
        storageHere.close();
        postgres.close();
    }

    /// Not the time is measured, but what is done: an attacker who counts statements learns nothing (T15).
    @Test
    void unknownExpiredUsedAndForeignUserCodesAreTheSameWork() throws Exception {
        RecordedStatements recorded = new RecordedStatements();
        try (SqlStorage storage = new SqlStorage(
                        new PostgresEngine(recorded.watch(postgres.getPostgresDatabase())),
                        wrappingKeys,
                        customerKeys,
                        new SecureRandom(),
                        here.clock());
                TestServer watched = TestServer.over(directory, storage, wrappingKeys, here.clock())) {
            Customer alice = watched.newCustomer("Alice", "Alice");
            Customer bob = watched.newCustomer("Bob", "Bob");
            String expired = watched.stranger().askForCodes().user_code();
            watched.clock().forward(Duration.ofMinutes(10));
            String used = watched.stranger().askForCodes().user_code();
            watched.approve(bob, used);
            String foreign = watched.stranger().askForCodes().user_code();
            assertTrue(open(watched, bob, foreign).isPresent());

            recorded.take();
            assertEquals(Optional.empty(), open(watched, alice, "BCDF-GHJK"));
            List<String> unknown = recorded.take();
            assertFalse(unknown.isEmpty());
            for (String code : List.of(expired, used, foreign)) {
                assertEquals(Optional.empty(), open(watched, alice, code));
                assertEquals(unknown, recorded.take());
            }
        }
    }

    private static Optional<RegistrationId> open(TestServer server, Customer customer, String code) {
        return server.approving().open(customer.id(), new NetworkAddress(InetAddress.getLoopbackAddress()), code);
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
