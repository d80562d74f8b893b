package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Signing in with a password, sessions, and giving the password again.
final class SigningInTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static MailBox mail;

    private Person person;
    private TestBrowser browser;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        mail = new MailBox(directory.resolve("mail"));
    }

    @BeforeEach
    void arrive() {
        person = Person.withAccount(server, mail);
        browser = person.browser();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void wrongPasswordAndUnknownAddressHaveOneAnswer() {
        Received wrong = person.signIn(server.browser(), "violet umbrella 13");
        Person stranger = new Person(server, mail);
        Received unknown = stranger.signIn(stranger.browser(), Person.PASSWORD);

        assertEquals(422, wrong.status());
        assertEquals(page(unknown, stranger.email()), page(wrong, person.email()));
        assertTrue(wrong.text().contains("The address or the password is not right"));
        assertTrue(wrong.text().contains(person.email()), "what was typed is kept");
        assertFalse(wrong.text().contains("violet"), "but for the password");
    }

    private static String page(Received received, String email) {
        return received.status()
                + received.text()
                        .replaceAll("name=\"csrf\" value=\"[^\"]+\"", "")
                        .replace(email, "address");
    }

    @Test
    void addressIsTakenInAnyCase() {
        TestBrowser other = server.browser();
        other.get("/sign-in");

        Received received = other.post(
                "/sign-in", "email", " " + person.email().toUpperCase(Locale.ROOT), "password", Person.PASSWORD);

        assertEquals("/", Person.location(received));
    }

    @Test
    void cookieIsForThisHostOnlyAndOutOfReachOfScripts() {
        TestBrowser other = server.browser();
        String cookie = person.signIn(other, Person.PASSWORD).response().headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("__Host-session="))
                .findFirst()
                .orElseThrow();

        assertTrue(cookie.endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax"), cookie);
        assertTrue(cookie.contains("; Max-Age=2592000;"), cookie);
    }

    @Test
    void sessionThatWasInTheBrowserBeforeIsWorthNothing() {
        String planted =
                Person.withAccount(server, mail).browser().cookie("session").orElseThrow();
        TestBrowser victim = server.browser();
        victim.get("/sign-in");
        victim.with("session", planted);

        assertEquals("/account", Person.location(person.signInForm(victim)));

        assertNotEquals(planted, victim.cookie("session").orElseThrow());
        assertFalse(Person.isSignedIn(server.browser().with("session", planted)), "the planted session ended");
        assertTrue(victim.get("/account").text().contains(person.email()));
    }

    @Test
    void sessionIsKnownByItsSecretOnly() {
        String cookie = browser.cookie("session").orElseThrow();
        char last = cookie.charAt(cookie.length() - 2);
        String forged = cookie.substring(0, cookie.length() - 2) + (last == 'A' ? 'B' : 'A') + cookie.charAt(85);

        for (String wrong : List.of(forged, cookie.substring(0, 80), "", "A".repeat(86), cookie + "A")) {
            TestBrowser thief = server.browser().with("session", wrong);
            assertEquals("/sign-in?next=%2Faccount", Person.location(thief.get("/account")), wrong);
        }
    }

    @Test
    void signingOutEndsTheSessionAtOnceAndForGood() {
        String cookie = browser.cookie("session").orElseThrow();
        browser.get("/account");

        assertEquals("/sign-in", Person.location(browser.post("/sign-out")));

        assertTrue(browser.cookie("session").isEmpty());
        assertFalse(Person.isSignedIn(server.browser().with("session", cookie)));
        assertTrue(browser.get("/sign-in").text().contains("You are signed out"));
    }

    @Test
    void formOfAnotherSiteSignsNobodyInOrOut() {
        TestBrowser other = server.browser();
        other.get("/sign-in");
        String form = TestBrowser.form(other.csrf(), "email", person.email(), "password", Person.PASSWORD);
        Received in = other.post("/sign-in", form, request -> request.setHeader("Origin", "https://evil.example"));
        Received out = browser.post(
                "/sign-out",
                TestBrowser.form("x".repeat(64)),
                request -> request.setHeader("Sec-Fetch-Site", "same-origin"));

        assertEquals(403, in.status());
        assertEquals(403, out.status());
        assertTrue(other.cookie("session").isEmpty());
        assertTrue(Person.isSignedIn(browser));
    }

    @Test
    void sessionsEndAfterSevenDaysOfRestAndThirtyDaysInAll() {
        TestBrowser resting = person.elsewhere();
        TestBrowser busy = person.elsewhere();
        for (int day = 0; day < 29; day += 6) {
            assertTrue(Person.isSignedIn(busy), "day " + day);
            server.clock().forward(Duration.ofDays(6));
            if (day == 0) {
                assertTrue(Person.isSignedIn(server.browser()
                        .with("session", resting.cookie("session").orElseThrow())));
            }
        }
        assertFalse(Person.isSignedIn(busy), "30 days");
        TestBrowser later = person.elsewhere();
        server.clock().forward(Duration.ofDays(7).minusMillis(1));
        assertTrue(Person.isSignedIn(later));
        server.clock().forward(Duration.ofDays(7));
        assertFalse(Person.isSignedIn(later), "7 days without use");
    }

    @Test
    void sessionsAreListedAndEndedOneByOneAndAllAtOnce() {
        TestBrowser phone = person.elsewhere();
        TestBrowser tablet = person.elsewhere();
        TestBrowser library = person.elsewhere();
        String page = browser.get("/account").text();
        assertEquals(4, page.split("Last used", -1).length - 1);
        String ref = page.replaceAll("(?s).*?name=\"session\" value=\"([0-9a-f]{32})\".*", "$1");

        assertEquals("/account", Person.location(browser.post("/account/sessions/end", "session", ref)));

        long in = List.of(phone, tablet, library).stream()
                .filter(Person::isSignedIn)
                .count();
        assertEquals(2, in, "one was ended, at once");
        assertEquals("/account", Person.location(browser.post("/account/sessions/end-others")));
        assertEquals(
                0,
                List.of(phone, tablet, library).stream()
                        .filter(Person::isSignedIn)
                        .count());
        assertTrue(Person.isSignedIn(browser));
    }

    @Test
    void sessionOfSomebodyElseIsNotEnded() {
        Person other = Person.withAccount(server, mail);
        String ref = sessionOf(other);
        browser.get("/account");

        browser.post("/account/sessions/end", "session", ref);
        browser.post("/account/sessions/end", "session", "nonsense");

        assertTrue(Person.isSignedIn(other.browser()));
        assertTrue(Person.isSignedIn(browser));
    }

    private static String sessionOf(Person who) {
        CustomerId customer = server.storage()
                .accounts()
                .accounts()
                .byEmail(new MailAddress(who.email()))
                .orElseThrow();
        return server.storage()
                .accounts()
                .sessions()
                .ofCustomer(customer)
                .getFirst()
                .ref()
                .value();
    }

    @Test
    void importantPageAsksForThePasswordAfterFiveMinutesAndLeadsBack() {
        assertEquals(200, browser.get("/account/password").status());
        server.clock().forward(Duration.ofMinutes(5));
        assertEquals("/sign-in/again?next=%2Faccount%2Fpassword", Person.location(browser.get("/account/password")));
        browser.get("/sign-in/again?next=%2Faccount%2Fpassword");
        String before = browser.cookie("session").orElseThrow();

        Received wrong = browser.post("/sign-in/again", "password", "violet umbrella 13", "next", "/account/password");
        assertEquals(422, wrong.status());
        assertEquals(303, browser.get("/account/password").status());
        browser.get("/sign-in/again");
        Received right = browser.post("/sign-in/again", "password", Person.PASSWORD, "next", "/account/password");

        assertEquals("/account/password", Person.location(right));
        assertEquals(200, browser.get("/account/password").status());
        assertNotEquals(before, browser.cookie("session").orElseThrow(), "the session has another secret");
        assertFalse(Person.isSignedIn(server.browser().with("session", before)));
    }

    @Test
    void passwordOfSomebodyElseIsNotTaken() {
        Person other = Person.withAccount(server, mail);
        changePassword(other, "orange lantern 77");
        server.clock().forward(Duration.ofMinutes(6));
        browser.get("/sign-in/again");

        assertEquals(
                422,
                browser.post("/sign-in/again", "password", "orange lantern 77", "next", "/")
                        .status());
    }

    @Test
    void anotherPasswordReplacesTheOldOneAndEndsAllOtherSessions() {
        TestBrowser elsewhere = person.elsewhere();

        changePassword(person, "orange lantern 77");

        assertTrue(Person.isSignedIn(browser));
        assertFalse(Person.isSignedIn(elsewhere));
        assertEquals(422, person.signIn(server.browser(), Person.PASSWORD).status());
        assertEquals("/account", Person.location(person.signIn(server.browser(), "orange lantern 77")));
        assertTrue(person.nextMail().contains("password of your Simple Sign-In account was changed"));
    }

    @Test
    void weakPasswordIsRefusedAndTheOldOneStays() {
        browser.get("/account/password");

        Received received = browser.post("/account/password", "password", "letmein2024");

        assertEquals(422, received.status());
        assertTrue(received.text().contains("tried first"));
        assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
    }

    @Test
    void auditLogTellsWaysInWithIdsOnly() {
        changePassword(person, "orange lantern 77");
        CustomerId customer = server.storage()
                .accounts()
                .accounts()
                .byEmail(new MailAddress(person.email()))
                .orElseThrow();

        List<AuditLine> lines = server.storage().auditLog().lines(customer, 1, 100);

        assertEquals(
                List.of("signed-in", "password-changed"),
                lines.stream().map(AuditLine::kind).toList());
        assertTrue(lines.getFirst().details().contains("\"way\":\"SIGN_UP\""));
        assertFalse(lines.toString().contains(person.email()));
    }

    private static void changePassword(Person who, String password) {
        who.browser().get("/account/password");
        assertEquals("/account", Person.location(who.browser().post("/account/password", "password", password)));
    }
}
