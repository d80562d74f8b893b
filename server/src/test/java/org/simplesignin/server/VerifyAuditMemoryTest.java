package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The command that looks for damage, in a process with less memory than one damaged field takes.
@Tag("process")
final class VerifyAuditMemoryTest {
    private static final String HEAP = "-Xmx20m";
    private static final String LARGE_BLOB = "zeroblob(24000000)";
    private static final String LARGE_TEXT = "hex(zeroblob(12000000))";
    /// SQLite's own `length()` takes it for empty.
    private static final String LARGE_TEXT_OF_ZEROS = "CAST(zeroblob(24000000) AS TEXT)";

    /// Each for a customer of its own.
    private static final List<String> CHANGES = List.of(
            "kind = " + LARGE_TEXT,
            "details = " + LARGE_TEXT,
            "details = " + LARGE_TEXT_OF_ZEROS,
            "details = " + LARGE_BLOB,
            "previous_hash = " + LARGE_BLOB,
            "hash = " + LARGE_TEXT);

    private static final String LONGER_ID = "customer_id = CAST(customer_id || " + LARGE_TEXT_OF_ZEROS + " AS BLOB)";

    @TempDir
    private Path data;

    private final List<String> customers = new ArrayList<>();

    private record End(int exitCode, Set<String> out, String err) {}

    private static String live(TestServer server) {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        Partner partner = new Partner(server, "sample-tv", "sample-video");
        for (String account : List.of("one", "two")) {
            TestServer.link(device, partner.linkRequest(device, account));
        }
        return customer.id().value();
    }

    private void stopped(int count) {
        try (TestServer server = TestServer.start(data)) {
            for (int i = 0; i < count; i++) {
                customers.add(live(server));
            }
        }
    }

    private void damage(String table, String change, String customer, String more) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("server.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE " + table + " SET " + change + " WHERE customer_id = x'" + customer + "'" + more);
        }
    }

    private End verify() throws Exception {
        Path err = data.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        HEAP,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VerifyAuditMain.class.getName(),
                        "--data",
                        data.toString())
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.waitFor(), new TreeSet<>(out.lines().toList()), Files.readString(err));
    }

    @Test
    void lineThatIsLargerThanTheMemoryIsNamedWithItsCustomer() throws Exception {
        stopped(CHANGES.size() + 1);
        for (int i = 0; i < CHANGES.size(); i++) {
            damage("audit_lines", CHANGES.get(i), customers.get(i), " AND sequence = 2");
        }

        End end = verify();

        assertEquals(
                customers.subList(0, CHANGES.size()).stream()
                        .map(customer -> "customer " + customer + ": line 2 is not as it was written")
                        .collect(Collectors.toCollection(TreeSet::new)),
                end.out(),
                end.err());
        assertEquals(1, end.exitCode());
    }

    /// Only its beginning is told.
    @Test
    void customerWhoseIdIsLargerThanTheMemoryIsNamedByItsBeginning() throws Exception {
        stopped(2);
        damage("audit_lines", LONGER_ID, customers.get(0), " AND sequence = 2");
        damage("devices", LONGER_ID, customers.get(1), "");

        End end = verify();

        assertEquals(
                Set.of(
                        "customer " + customers.get(0) + ": line 2 is missing",
                        "customer " + customers.get(0) + "...: line 1 is missing",
                        "customer " + customers.get(1) + "...: line 1 is missing"),
                end.out(),
                end.err());
        assertEquals(1, end.exitCode());
    }
}
