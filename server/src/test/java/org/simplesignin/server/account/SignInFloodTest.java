package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.server.password.BusyHashers;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// More sign-ins at once than can be hashed: they are told to come back, and nobody else feels it (T15, T18). The
/// hashing threads stay busy for as long as a test wants, so none of this depends on how fast a hash is.
final class SignInFloodTest {
    private static final int FLOOD = 40;

    @TempDir
    Path directory;

    private MailBox mail;

    @BeforeEach
    void openMailBox() {
        mail = new MailBox(directory.resolve("mail"));
    }

    @Test
    void floodIsToldWhenToComeBackAndDevicesAreAnsweredMeanwhile() throws Exception {
        try (TestServer server = TestServer.start(directory)) {
            Person person = Person.withAccount(server, mail);
            TestDevice device = server.newDevice();
            List<Received> flood;
            try (BusyHashers _ = BusyHashers.of(server.passwords());
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Received>> sent = new ArrayList<>();
                for (int i = 0; i < FLOOD; i++) {
                    sent.add(threads.submit(() -> person.signIn(server.browser(), Person.PASSWORD)));
                }
                assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
                for (String health : List.of("/health/live", "/health/ready")) {
                    assertEquals(
                            200,
                            server.operator()
                                    .send("GET", health, null, request -> {})
                                    .status());
                }
                flood = all(sent);
                assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
            }
            for (Received refused : flood) {
                assertEquals(503, refused.status());
                assertEquals("2", refused.header("Retry-After").orElse(""));
                assertTrue(refused.header("Content-Type").orElse("").startsWith("text/html"), "people look at it");
            }
            assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
        }
    }

    @Test
    void whatNobodyLookedAtIsNoWrongGuess() throws Exception {
        try (TestServer server = limited(Limit.SIGN_IN_FAILURES_PER_ACCOUNT)) {
            Person person = Person.withAccount(server, mail);

            assertRefusedWhileBusy(server, () -> person.signIn(server.browser(), Person.PASSWORD));

            assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
        }
    }

    @Test
    void whatNobodyLookedAtIsNoWrongGuessOfWhoIsAskedAgain() throws Exception {
        try (TestServer server = limited(Limit.SIGN_IN_FAILURES_PER_ACCOUNT)) {
            Person person = Person.withAccount(server, mail);
            TestBrowser browser = person.browser();
            browser.get("/account");

            assertRefusedWhileBusy(server, () -> browser.twin().post("/sign-in/again", "password", Person.PASSWORD));

            assertEquals(
                    303,
                    browser.post("/sign-in/again", "password", Person.PASSWORD).status());
        }
    }

    @Test
    void changeThatWasNotMadeIsNoChange() throws Exception {
        try (TestServer server = limited(Limit.ACCOUNT_CHANGES_PER_CUSTOMER)) {
            Person person = Person.withAccount(server, mail);
            TestBrowser browser = person.browser();
            browser.get("/account/password");

            assertRefusedWhileBusy(
                    server, () -> browser.twin().post("/account/password", "password", "lantern lake 9"));

            Received changed = browser.post("/account/password", "password", "lantern lake 9");
            assertEquals(303, changed.status(), changed::text);
        }
    }

    @Test
    void codeOfWhoForgotThePasswordIsGoodAgainAfterwards() throws Exception {
        try (TestServer server = limited(Limit.MAIL_CODE_FAILURES_PER_ADDRESS)) {
            Person person = Person.withAccount(server, mail);
            TestBrowser browser = server.browser();
            person.forgetPassword(browser);
            String code = person.nextCode();

            assertRefusedWhileBusy(
                    server,
                    () -> browser.twin().post("/password-reset/password", "code", code, "password", "lantern lake 9"));

            Received changed = browser.post("/password-reset/password", "code", code, "password", "lantern lake 9");
            assertEquals(303, changed.status(), changed::text);
        }
    }

    @Test
    void serverThatStopsHashesNoMore() {
        TestServer server = TestServer.start(directory);
        Person.withAccount(server, mail);
        server.close();

        NetworkAddress here = new NetworkAddress(InetAddress.getLoopbackAddress());
        assertThrows(RefusedException.class, () -> server.passwords().matches(here, Person.PASSWORD, null));
    }

    private TestServer limited(Limit limit) {
        return TestServer.startWith(
                directory,
                settings -> settings.with(change -> change.limits(Map.of(limit, new Rate(2, Duration.ofMinutes(10))))));
    }

    /// Asks twice at once: as often as the limit bears.
    private static void assertRefusedWhileBusy(TestServer server, Callable<Received> asking) throws Exception {
        try (BusyHashers _ = BusyHashers.of(server.passwords());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Received refused : all(threads.invokeAll(List.of(asking, asking)))) {
                assertEquals(503, refused.status(), refused::text);
            }
        }
    }

    private static List<Received> all(List<Future<Received>> sent) throws Exception {
        List<Received> received = new ArrayList<>();
        for (Future<Received> each : sent) {
            received.add(each.get());
        }
        return received;
    }
}
