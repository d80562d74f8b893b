package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.simplesignin.server.audit.AuditChain;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.closing.Closed;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.storage.sql.SqlStorage;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// This build opens what earlier ones left: the README beside the directories says what is in them. What needs the
/// device
/// as well is tested in `demo`.
class KeptDirectoriesTest {
    private static final Path KEPT =
            Path.of(System.getProperty("root.dir"), "server/src/test/resources/org/simplesignin/server/kept");
    private static final List<String> FILES = List.of("server.db", "customer-keys.db", "wrapping-keys.json");
    private static final String EMAIL = "alice@example.com";
    private static final String PASSWORD = "violet umbrella 12";

    @TempDir
    private Path data;

    static Stream<String> names() throws IOException {
        try (Stream<Path> all = Files.list(KEPT)) {
            return all.filter(Files::isDirectory).map(kept -> kept.getFileName().toString()).sorted().toList().stream();
        }
    }

    /// Git keeps no modes, and the server refuses keys that others can read.
    private void copy(String name) throws IOException {
        for (String file : FILES) {
            Path copy = Files.copy(KEPT.resolve(name).resolve(file), data.resolve(file));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private DataDirectory open(String name) throws IOException {
        copy(name);
        CryptoProvider.install();
        return DataDirectory.open(data, new SecureRandom(), Clock.systemUTC());
    }

    private static CustomerId alice(SqlStorage storage) {
        return storage.accounts()
                .accounts()
                .byEmail(MailAddress.parse(EMAIL).orElseThrow())
                .orElseThrow();
    }

    @Test
    void noneWasDropped() throws IOException {
        assertTrue(names().collect(Collectors.toSet()).containsAll(Set.of("0.1.0-a")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everythingOfTheCustomerIsThere(String name) throws Exception {
        try (DataDirectory directory = open(name)) {
            SqlStorage storage = directory.storage();
            CustomerId alice = alice(storage);

            assertEquals(
                    "Alice", storage.customers().customer(alice).orElseThrow().displayName());
            assertEquals(1, storage.devices().ofCustomer(alice).size());
            assertEquals(1, storage.links().ofCustomer(alice).size());
            assertEquals(
                    Set.of("other-app"),
                    storage.switches().turnedOff(alice).apps().stream()
                            .map(app -> app.value())
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void auditLogIsWholeAndTellsEverything(String name) throws Exception {
        try (DataDirectory directory = open(name)) {
            List<AuditLine> lines = directory.storage().auditLog().lines(alice(directory.storage()), 1, 10_000);

            assertEquals(OptionalLong.empty(), AuditChain.firstBroken(lines));
            Set<String> kinds = lines.stream().map(AuditLine::kind).collect(Collectors.toCollection(HashSet::new));
            assertTrue(
                    kinds.containsAll(Set.of(
                            "signed-in", "device-registered", "link-made", "link-ended", "token-minted", "app-off")),
                    kinds::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void customerWhoWasDeletedStaysDeleted(String name) throws Exception {
        try (DataDirectory directory = open(name)) {
            List<Closed> closed = directory.storage().closings().all(null, 10);

            assertEquals(1, closed.size());
            assertTrue(directory
                    .storage()
                    .customerKeys()
                    .isShredded(closed.getFirst().customer()));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void customerSignsInWithThePasswordAndNobodyWithAnother(String name) throws Exception {
        copy(name);
        try (TestServer server = TestServer.start(data)) {
            // To a time after all that it holds.
            server.clock().forward(Duration.ofDays(10_000));

            assertEquals(303, signIn(server.browser(), PASSWORD));
            assertFalse(signIn(server.browser(), PASSWORD + "3") == 303);
        }
    }

    private static int signIn(TestBrowser browser, String password) {
        browser.get("/sign-in");
        return browser.post("/sign-in", "email", EMAIL, "password", password, "next", "/account")
                .status();
    }
}
