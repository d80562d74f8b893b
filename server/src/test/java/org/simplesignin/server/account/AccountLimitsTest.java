package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.RecordedLog;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// How often somebody may guess or have mails sent (T15), and that none of what they send is logged.
@Isolated("What other tests log is not what this one asks about.")
final class AccountLimitsTest {
    private static final Rate TWO = new Rate(2, Duration.ofMinutes(10));

    @TempDir
    Path directory;

    @Test
    void afterTooManyWrongPasswordsTheRightOneHasToWaitToo() {
        try (TestServer server = limited(Limit.SIGN_IN_FAILURES_PER_ACCOUNT)) {
            MailBox mail = new MailBox(directory.resolve("mail"));
            Person person = Person.withAccount(server, mail);
            for (int i = 0; i < 5; i++) {
                assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
            }
            person.signIn(server.browser(), "wrong lantern 77");
            person.signIn(server.browser(), "wrong lantern 78");

            Received refused = person.signIn(server.browser(), Person.PASSWORD);

            assertEquals(429, refused.status());
            assertEquals("300", refused.header("Retry-After").orElse(""));
            assertTrue(refused.text().contains("Too many tries"), refused::text);
            server.clock().forward(Duration.ofMinutes(5));
            assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
        }
    }

    @Test
    void unknownAccountIsLimitedJustAsAKnownOne() {
        try (TestServer server = limited(Limit.SIGN_IN_FAILURES_PER_ACCOUNT_AND_ADDRESS)) {
            Person stranger = new Person(server, new MailBox(directory.resolve("mail")));
            stranger.signIn(server.browser(), Person.PASSWORD);
            stranger.signIn(server.browser(), Person.PASSWORD);

            assertEquals(429, stranger.signIn(server.browser(), Person.PASSWORD).status());
        }
    }

    @Test
    void mailboxIsNotFloodedByStrangers() {
        try (TestServer server = limited(Limit.MAILS_PER_MAILBOX)) {
            MailBox mail = new MailBox(directory.resolve("mail"));
            Person victim = new Person(server, mail);
            for (int i = 0; i < 2; i++) {
                TestBrowser browser = server.browser();
                browser.get("/sign-up");
                assertEquals(
                        303, browser.post("/sign-up", "email", victim.email()).status());
                victim.nextMail();
            }
            TestBrowser browser = server.browser();
            browser.get("/password-reset");

            assertEquals(
                    429,
                    browser.post("/password-reset", "email", victim.email()).status());
            assertFalse(mail.hasMore(victim.email()));
        }
    }

    @Test
    void wrongCodesOfOneAddressAreLimitedWhateverTheyAreFor() {
        try (TestServer server = limited(Limit.MAIL_CODE_FAILURES_PER_ADDRESS)) {
            MailBox mail = new MailBox(directory.resolve("mail"));
            for (int i = 0; i < 3; i++) {
                Person person = new Person(server, mail);
                TestBrowser browser = person.browser();
                browser.get("/sign-up");
                browser.post("/sign-up", "email", person.email());
                browser.get("/sign-up");
                assertEquals(
                        i < 2 ? 422 : 429,
                        browser.post("/sign-up/code", "code", "BBBB-BBBB").status());
            }
        }
    }

    @Test
    void challengesOfOneAddressAreLimited() {
        try (TestServer server = limited(Limit.PASSKEY_CHALLENGES_PER_ADDRESS)) {
            TestBrowser browser = server.browser();
            browser.get("/sign-in");
            for (int i = 0; i < 3; i++) {
                String token = String.valueOf(browser.csrf());
                assertEquals(
                        i < 2 ? 200 : 429,
                        browser.postJson("/sign-in/passkey/options", Map.of(), token)
                                .status());
            }
        }
    }

    @Test
    void nothingThatPeopleTypeIsLogged() {
        try (RecordedLog log = new RecordedLog();
                TestServer server = TestServer.start(directory)) {
            MailBox mail = new MailBox(directory.resolve("mail"));
            Person person = new Person(server, mail, "canary-address@example.com");
            TestBrowser browser = person.browser();
            browser.get("/sign-up");
            browser.post("/sign-up", "email", person.email());
            browser.get("/sign-up");
            String code = person.nextCode();
            browser.post("/sign-up/code", "code", "canary-code");
            browser.post("/sign-up/code", "code", code);
            browser.get("/sign-up");
            browser.post("/sign-up/account", "name", "Canary name", "password", "password");
            browser.post("/sign-up/account", "name", "Canary name", "password", Person.PASSWORD);
            String session = browser.cookie("session").orElseThrow();
            person.signIn(server.browser(), "canary lantern 77");
            browser.get("/account");
            TestBrowser other = server.browser();
            other.get("/sign-in");
            other.postJson(
                    "/sign-in/passkey",
                    Map.of("passkey", Map.of("credentialId", "canary")),
                    String.valueOf(other.csrf()));
            String metrics = new String(
                    server.operator()
                            .send("GET", "/metrics", null, request -> {})
                            .response()
                            .body(),
                    StandardCharsets.UTF_8);

            assertFalse(log.text().isEmpty(), "the log is being recorded");
            for (String secret : List.of("canary", "Canary", code, Person.PASSWORD, session)) {
                assertFalse(log.text().contains(secret), () -> "logged: " + secret);
                assertFalse(metrics.contains(secret), () -> "measured: " + secret);
            }
            assertTrue(metrics.contains("simple_sign_in_mails_total{outcome=\"sent\"} 1.0"), metrics);
        }
    }

    private TestServer limited(Limit limit) {
        return TestServer.startWith(directory, settings -> settings.with(change -> change.limits(Map.of(limit, TWO))));
    }
}
