package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The audit log in a real file, damaged in every way there is, and the command that looks for damage.
class VerifyAuditMainTest {
    private static final int LINKS = 4;
    /// The lines that each customer here has: of a device, of the links, and of the tokens that the app was given
    /// before
    /// each of them.
    private static final int LINES = 1 + LINKS + LINKS * (LINKS - 1) / 2;

    @TempDir
    private Path data;

    private record End(int exitCode, String out, String err) {}

    private static End whole(int lines, int customers) {
        return new End(0, "whole: " + lines + " lines of " + customers + " customers\n", "");
    }

    private static End verify(Path directory) {
        return run("--data", directory.toString());
    }

    private static End run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = VerifyAuditMain.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new End(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String live(TestServer server) {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        Partner partner = new Partner(server, "sample-tv", "sample-video");
        for (int i = 1; i <= LINKS; i++) {
            TestServer.link(device, partner.linkRequest(device, "partner-" + i));
        }
        return customer.id().value();
    }

    /// Leaves the files of a server that had two customers; returns the id of the first.
    private String stopped() {
        try (TestServer server = TestServer.start(data)) {
            String first = live(server);
            live(server);
            return first;
        }
    }

    /// Changes the first customer's log as somebody would who may write the file.
    private void damage(String customer, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("server.db"));
                Statement statement = connection.createStatement()) {
            for (String one : sql.split(";", -1)) {
                statement.execute(one.replace("$c", "customer_id = x'" + customer + "'"));
            }
        }
    }

    private void assertBrokenAt(String customer, long sequence, String damage) {
        assertEquals(new End(1, "customer " + customer + ": line " + sequence + " " + damage + "\n", ""), verify(data));
    }

    /// Returns every file with its bytes and its time.
    private static Map<String, String> files(Path directory) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file) + " "
                                + HexFormat.of()
                                        .formatHex(MessageDigest.getInstance("SHA-256")
                                                .digest(Files.readAllBytes(file))));
            }
        }
        return files;
    }

    @Test
    void wholeLogIsWholeAndNotAByteOfTheDirectoryChanges() throws Exception {
        stopped();
        Map<String, String> before = files(data);

        assertEquals(whole(2 * LINES, 2), verify(data));

        assertEquals(before, files(data));
    }

    @Test
    void directoryThatNobodyMayWriteIsReadAndOneWithOddLettersToo(@TempDir Path other) throws Exception {
        stopped();
        Path odd = Files.createDirectory(other.resolve("a b%20?c#d'"));
        Files.copy(data.resolve("server.db"), odd.resolve("server.db"));
        Files.setPosixFilePermissions(odd, PosixFilePermissions.fromString("r-x------"));

        assertEquals(0, verify(odd).exitCode());

        assertEquals(List.of("server.db"), List.copyOf(files(odd).keySet()));
        Files.setPosixFilePermissions(odd, PosixFilePermissions.fromString("rwx------"));
    }

    /// The server does not find such lines any more: they are hidden, though their text is as it was.
    @Test
    void linesThatWereHiddenByTheTypeOfTheirCustomerAreNamed() throws Exception {
        String customer = stopped();
        damage(customer, "UPDATE audit_lines SET customer_id = CAST(customer_id AS TEXT) WHERE $c AND sequence < 3");

        End end = verify(data);

        assertEquals(1, end.exitCode());
        // Under an id that is cut where a byte of it is zero: a text ends there.
        assertTrue(end.out().contains(": line 1 is not as it was written\n"), end.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind = 'link-ended'",
                "details = '{}'",
                "recorded_at = recorded_at + 1",
                "previous_hash = zeroblob(32)",
                "hash = zeroblob(32)",
                "hash = x'00'",
                "details = x'00ff'",
                "kind = 'a kind that is longer than any that there is'",
                "recorded_at = recorded_at || 'abc'",
                "recorded_at = recorded_at + 0.5",
                "sequence = 3.5",
                "kind = CAST(kind AS BLOB)",
                "hash = CAST(hash AS TEXT)"
            })
    void alteredLineIsNamed(String change) throws Exception {
        String customer = stopped();
        damage(customer, "UPDATE audit_lines SET " + change + " WHERE $c AND sequence = 3");

        assertBrokenAt(customer, 3, "is not as it was written");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    void lineThatWasRemovedIsNamedWhereLaterOnesAreLeft(long sequence) throws Exception {
        String customer = stopped();
        damage(customer, "DELETE FROM audit_lines WHERE $c AND sequence = " + sequence);

        assertBrokenAt(customer, sequence, "is missing");
    }

    @Test
    void gapThatWasClosedByRenumberingIsNamed() throws Exception {
        String customer = stopped();
        damage(
                customer,
                "DELETE FROM audit_lines WHERE $c AND sequence = 2;"
                        + "UPDATE audit_lines SET sequence = sequence - 1 WHERE $c AND sequence = 3");

        assertBrokenAt(customer, 2, "is not as it was written");
    }

    @Test
    void twoLinesThatChangedPlacesAreNamedByTheFirst() throws Exception {
        String customer = stopped();
        damage(
                customer,
                "UPDATE audit_lines SET sequence = 100 WHERE $c AND sequence = 2;"
                        + "UPDATE audit_lines SET sequence = 2 WHERE $c AND sequence = 4;"
                        + "UPDATE audit_lines SET sequence = 4 WHERE $c AND sequence = 100");

        assertBrokenAt(customer, 2, "is not as it was written");
    }

    @Test
    void lineOfAnotherCustomerInItsPlaceIsNamed() throws Exception {
        String customer = stopped();
        damage(
                customer,
                "DELETE FROM audit_lines WHERE $c AND sequence = 3;" + "UPDATE audit_lines SET customer_id = x'"
                        + customer + "' WHERE NOT ($c) AND sequence = 3");

        End end = verify(data);

        assertEquals(1, end.exitCode());
        assertTrue(end.out().contains("customer " + customer + ": line 3 is not as it was written\n"), end.out());
        assertEquals(2, end.out().lines().count(), end.out());
        assertTrue(end.out().contains(": line 3 is missing\n"), end.out());
    }

    @Test
    void logThatIsGoneIsNamedWhereTheCustomerHasADevice() throws Exception {
        String customer = stopped();
        damage(customer, "DELETE FROM audit_lines WHERE $c");

        assertBrokenAt(customer, 1, "is missing");
    }

    /// What a chain alone cannot show, and docs/security.md says so: whoever keeps the last hash elsewhere knows.
    @Test
    void missingEndCannotBeSeen() throws Exception {
        String customer = stopped();
        damage(customer, "DELETE FROM audit_lines WHERE $c AND sequence > 3");

        assertEquals(whole(LINES + 3, 2), verify(data));
    }

    @Test
    void eachCustomerIsNamedOnceByTheFirstWrongLine() throws Exception {
        String customer = stopped();
        damage(customer, "UPDATE audit_lines SET details = '{}' WHERE sequence IN (2, 4)");

        End end = verify(data);

        assertEquals(1, end.exitCode());
        assertEquals(
                2,
                end.out()
                        .lines()
                        .filter(line -> line.endsWith(": line 2 is not as it was written"))
                        .count());
        assertEquals(2, end.out().lines().count());
    }

    @Test
    void logIsCheckedBesideARunningServerWhichGoesOn() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            live(server);
            assertEquals(whole(LINES, 1), verify(data));
            String second = live(server);
            assertEquals(whole(2 * LINES, 2), verify(data));

            damage(second, "UPDATE audit_lines SET details = '{}' WHERE $c AND sequence = 5");
            assertBrokenAt(second, 5, "is not as it was written");
            live(server);
        }
    }

    @Test
    void whatAKilledServerLeftInItsWriteAheadLogIsCheckedAndLeftAsItIs(@TempDir Path killed) throws Exception {
        String customer;
        try (TestServer server = TestServer.start(data)) {
            customer = live(server);
            for (String file : List.of("server.db", "server.db-wal", "server.db-shm")) {
                Files.copy(data.resolve(file), killed.resolve(file));
            }
        }
        Map<String, String> before = files(killed);
        assertFalse(customer.isEmpty());

        assertEquals(whole(LINES, 1), verify(killed));

        assertEquals(before, files(killed));
    }

    @Test
    void whatCannotBeCheckedIsOneLineThatSaysWhy(@TempDir Path other) throws Exception {
        assertRefused("Missing required option: '--data=DIR'", run());
        assertRefused("Unknown option: '--repair'", run("--data", other.toString(), "--repair"));
        assertRefused("there is no " + other.resolve("server.db"), verify(other));
        Files.writeString(other.resolve("server.db"), "no database, although it is longer than a header is".repeat(50));
        assertRefused("is damaged or not a database", verify(other));
        Files.delete(other.resolve("server.db"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other.resolve("server.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE audit_lines (customer_id BLOB)");
        }
        assertRefused("is not the database of a server", verify(other));
        assertEquals(List.of("server.db"), List.copyOf(files(other).keySet()));
    }

    private static void assertRefused(String why, End end) {
        assertEquals(2, end.exitCode(), end.out());
        assertEquals("", end.out());
        assertEquals(1, end.err().lines().count(), end.err());
        assertTrue(end.err().startsWith("verify-audit: "), end.err());
        assertTrue(end.err().contains(why), end.err());
    }

    @Test
    void whoCannotUnpackTheDriverCannotTellAndAccusesNobody() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code =
                VerifyAuditMain.attempt(System.out, new PrintStream(err), Path.of("/no/such/directory"), "--data", "x");

        assertEquals(2, code);
        assertEquals(1, err.toString(StandardCharsets.UTF_8).lines().count());
    }
}
