package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.audit.AuditChain;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.CustomerId;

/// Kills a writing process with SIGKILL, again and again, and looks for what it had acknowledged.
final class KilledProcessTest {
    private static final int KILLS = 10;
    private static final int MOST_ACKNOWLEDGED = 150;
    private static final int ID_CHARS = 32;

    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        CustomerId customer = CustomerId.generate(Conformance.RANDOM);
        try (DataDirectory data = open()) {
            SqlStorage storage = data.storage();
            storage.customerKeys().make(customer);
            storage.transactions()
                    .inCustomerTransaction(
                            customer,
                            tx -> storage.customers()
                                    .addOrExisting(tx, new Customer(customer, "alice", "Alice", Conformance.NOW)));
        }
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Set<String> now = killedAfter(customer, RandomGenerator.getDefault().nextInt(1, MOST_ACKNOWLEDGED));
            acknowledged.addAll(now);
            assertAllThere(customer, acknowledged);
        }
        assertTrue(acknowledged.size() >= KILLS);
    }

    private void assertAllThere(CustomerId customer, Set<String> acknowledged) {
        try (DataDirectory data = open()) {
            SqlStorage storage = data.storage();
            Set<String> stored = storage.links().ofCustomer(customer).stream()
                    .map(link -> link.id().value())
                    .collect(Collectors.toSet());
            Set<String> lost = new HashSet<>(acknowledged);
            lost.removeAll(stored);
            assertEquals(Set.of(), lost);
            List<AuditLine> lines = storage.auditLog().lines(customer, 1, Integer.MAX_VALUE);
            assertEquals(OptionalLong.empty(), AuditChain.firstBroken(lines));
            assertEquals(stored.size(), lines.size());
        }
    }

    /// Lets a process insert, kills it after so many acknowledged inserts, and returns all that it acknowledged.
    private Set<String> killedAfter(CustomerId customer, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgedInserts.class.getName(),
                        directory.toString(),
                        customer.value()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> acknowledged = new HashSet<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The kill may have cut the last line.
                if (line.length() == ID_CHARS) {
                    acknowledged.add(line);
                }
                if (acknowledged.size() == count) {
                    // By its handle, which leaves open what it has printed: the last lines count most.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(acknowledged.size() >= count, "the process ended by itself");
        return acknowledged;
    }

    private DataDirectory open() {
        return DataDirectory.open(directory, Conformance.RANDOM, Clock.fixed(Conformance.NOW, ZoneOffset.UTC));
    }
}
