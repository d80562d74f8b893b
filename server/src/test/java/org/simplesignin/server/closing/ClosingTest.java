package org.simplesignin.server.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.keys.CustomerGoneException;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// A deletion is whole or will be: after faults, kills and restored backups.
final class ClosingTest {
    @TempDir
    Path directory;

    private static Received deleteAccount(TestServer server, Customer customer) {
        TestBrowser browser = server.browser(customer);
        browser.get("/account/delete");
        return browser.post("/account/delete");
    }

    private static TestDevice linkedDevice(TestServer server, Customer customer) {
        TestDevice device = server.newDevice(customer);
        Partner video = new Partner(server, "sample-tv", "sample-video");
        TestServer.link(device, video.linkRequest(device, "bob"));
        assertEquals(1, video.links(device).size());
        return device;
    }

    private static void assertGone(TestServer server, Customer customer, TestDevice device) {
        assertEquals(Optional.empty(), server.storage().customers().customer(customer.id()));
        assertEquals(List.of(), server.storage().links().ofCustomer(customer.id()));
        assertEquals(List.of(), server.storage().auditLog().lines(customer.id(), 1, 10));
        assertTrue(server.storage().customerKeys().isShredded(customer.id()));
        Closed closed = server.storage().closings().closed(customer.id()).orElseThrow();
        assertNotNull(closed.shreddedAt());
        TestDevice again = server.twinOf(device);
        assertEquals(401, again.get(DeviceApi.CUSTOMER).status());
        assertEquals(
                401,
                again.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", null))
                        .status());
        assertEquals(400, again.refresh().status());
    }

    @Test
    void deletedAccountIsGoneAtOnceWithItsLinksAndDevices() {
        try (TestServer server = TestServer.start(directory)) {
            Customer customer = server.newCustomer();
            TestDevice device = linkedDevice(server, customer);
            Customer neighbour = server.newCustomer();
            TestDevice neighbours = linkedDevice(server, neighbour);

            Received received = deleteAccount(server, customer);

            assertEquals(303, received.status());
            assertEquals("/account/deleted", received.header("Location").orElse(""));
            assertGone(server, customer, device);
            assertEquals(
                    1,
                    new Partner(server, "sample-tv", "sample-video")
                            .links(neighbours)
                            .size());
        }
    }

    @Test
    void onlyTheEndOfTheAuditLogIsRemembered() {
        try (TestServer server = TestServer.start(directory)) {
            Customer customer = server.newCustomer();
            linkedDevice(server, customer);
            AuditLine last =
                    server.storage().auditLog().lines(customer.id(), 1, 100).getLast();

            deleteAccount(server, customer);

            Closed closed = server.storage().closings().closed(customer.id()).orElseThrow();
            assertEquals(last.sequence(), closed.auditLines());
            assertEquals(last.hash(), closed.auditHash());
        }
    }

    @Test
    void deletedCustomersSecretIsNoGoodAfterwards() {
        try (TestServer server = TestServer.start(directory)) {
            Customer customer = server.newCustomer();
            String unspent = server.enrolmentSecret(customer);

            deleteAccount(server, customer);

            assertEquals("invalid_grant", server.stranger().enrol(unspent).code());
        }
    }

    @Test
    void secondBrowserIsNotSignedInAfterTheDeletion() {
        try (TestServer server = TestServer.start(directory)) {
            Customer customer = server.newCustomer();
            TestDevice device = linkedDevice(server, customer);
            TestBrowser second = server.browser(customer);
            second.get("/account/delete");
            deleteAccount(server, customer);
            Closed first = server.storage().closings().closed(customer.id()).orElseThrow();

            Received received = second.post("/account/delete");

            assertEquals(303, received.status());
            assertTrue(received.header("Location").orElse("").startsWith("/sign-in"), received::text);
            assertEquals(Optional.of(first), server.storage().closings().closed(customer.id()));
            assertGone(server, customer, device);
        }
    }

    @Test
    void deletingInTwoBrowsersAtOnceIsDeletingOnce() throws Exception {
        try (TestServer server = TestServer.start(directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Customer customer = server.newCustomer();
            TestDevice device = linkedDevice(server, customer);
            List<TestBrowser> browsers = List.of(server.browser(customer), server.browser(customer));
            browsers.forEach(browser -> browser.get("/account/delete"));

            List<Future<Received>> both = browsers.stream()
                    .map(browser -> threads.submit(() -> browser.post("/account/delete")))
                    .toList();

            for (Future<Received> one : both) {
                assertEquals(303, one.get().status(), one.get()::text);
            }
            assertGone(server, customer, device);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void whatAKillLeftBetweenTheStepsIsFinishedAtTheNextStart(String when) throws Exception {
        Customer customer;
        TestDevice device;
        try (TestServer server = TestServer.start(directory)) {
            customer = server.newCustomer();
            device = linkedDevice(server, customer);
        }
        killWhileClosing(customer, when);
        try (TestServer server = TestServer.start(directory)) {
            assertGone(server, customer, device);
        }
    }

    private void killWhileClosing(Customer customer, String when) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClosingToBeKilled.class.getName(),
                        directory.toString(),
                        customer.id().value(),
                        when))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertEquals("here", lines.readLine());
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void backupFromBeforeTheDeletionShowsNothingAndMintsNothingWithTodaysKeys(@TempDir Path restored) throws Exception {
        Customer customer;
        TestDevice device;
        try (TestServer server = TestServer.start(directory)) {
            customer = server.newCustomer();
            device = linkedDevice(server, customer);
            backUp(restored.resolve("server.db"));
            deleteAccount(server, customer);
        }
        copy(directory, restored, "wrapping-keys.json");
        copy(directory, restored, "customer-keys.db");

        try (var data = org.simplesignin.server.DataDirectory.open(
                restored, new java.security.SecureRandom(), java.time.Clock.systemUTC())) {
            var storage = data.storage();
            var provider = org.simplesignin.tokens.IdentityProviderName.of("sample-video");
            assertThrows(CustomerGoneException.class, () -> storage.customers().customer(customer.id()));
            assertThrows(CustomerGoneException.class, () -> storage.links().storedOfProvider(customer.id(), provider));
            assertThrows(CustomerGoneException.class, () -> storage.devices().ofCustomer(customer.id()));
        }
        try (TestServer server = TestServer.start(restored)) {
            assertGone(server, customer, device);
        }
    }

    @Test
    void fileOfKeysFromBeforeTheDeletionIsShreddedAgain(@TempDir Path restored) throws Exception {
        Customer customer;
        TestDevice device;
        try (TestServer server = TestServer.start(directory)) {
            customer = server.newCustomer();
            device = linkedDevice(server, customer);
        }
        copy(directory, restored, "customer-keys.db");
        try (TestServer server = TestServer.start(directory)) {
            deleteAccount(server, customer);
        }
        copy(directory, restored, "server.db");
        copy(directory, restored, "wrapping-keys.json");

        try (TestServer server = TestServer.start(restored)) {
            assertGone(server, customer, device);
        }
    }

    @Test
    void startWithNothingToFinishChangesNothing() {
        Customer customer;
        try (TestServer server = TestServer.start(directory)) {
            customer = server.newCustomer();
            linkedDevice(server, customer);
        }
        try (TestServer server = TestServer.start(directory)) {
            assertEquals(Optional.of(customer), server.storage().customers().customer(customer.id()));
            assertNull(server.storage().closings().closed(customer.id()).orElse(null));
            assertFalse(server.storage().customerKeys().isShredded(customer.id()));
        }
    }

    private void backUp(Path backup) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("server.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + backup + "'");
        }
    }

    private static void copy(Path from, Path to, String name) throws Exception {
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
}
