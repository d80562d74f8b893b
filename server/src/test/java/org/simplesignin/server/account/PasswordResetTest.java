package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Forgotten passwords, other e-mail addresses, and how both play together.
final class PasswordResetTest {
    private static final String NEW_PASSWORD = "orange lantern 77";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static MailBox mail;

    private Person person;
    private TestBrowser elsewhere;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        mail = new MailBox(directory.resolve("mail"));
    }

    @BeforeEach
    void arrive() {
        person = Person.withAccount(server, mail);
        elsewhere = server.browser();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void mailedCodeSetsAPasswordAndEndsAllOtherSessions() {
        person.forgetPassword(elsewhere);

        Received done = reset(elsewhere, person.nextCode(), NEW_PASSWORD);

        assertEquals("/account", Person.location(done));
        assertTrue(elsewhere.get("/account").text().contains("Your new password is set"));
        assertFalse(Person.isSignedIn(person.browser()));
        assertEquals(422, person.signIn(server.browser(), Person.PASSWORD).status());
        assertEquals("/account", Person.location(person.signIn(server.browser(), NEW_PASSWORD)));
        assertTrue(person.nextMail().contains("password of your Simple Sign-In account was changed"));
    }

    @Test
    void unknownAddressGetsTheSameAnswersAndAnotherMail() {
        Person stranger = new Person(server, mail);
        stranger.forgetPassword(stranger.browser());
        person.forgetPassword(elsewhere);

        assertEquals(
                page(elsewhere.get("/password-reset"), person.email()),
                page(stranger.browser().get("/password-reset"), stranger.email()));
        assertEquals(
                page(reset(elsewhere, "BBBB-BBBB", NEW_PASSWORD), person.email()),
                page(reset(stranger.browser(), "BBBB-BBBB", NEW_PASSWORD), stranger.email()));
        assertTrue(stranger.nextMail().contains("There is none"));
    }

    private static String page(Received received, String email) {
        return received.status()
                + received.text()
                        .replaceAll("name=\"csrf\" value=\"[^\"]+\"", "")
                        .replace(email, "address");
    }

    @Test
    void codeWorksOnce() {
        person.forgetPassword(elsewhere);
        String code = person.nextCode();
        String errand = elsewhere.cookie("password-reset").orElseThrow();
        reset(elsewhere, code, NEW_PASSWORD);

        TestBrowser again = server.browser().with("password-reset", errand);
        again.get("/password-reset");
        Received received = reset(again, code, "another lantern 78");

        assertEquals(422, received.status());
        assertEquals("/account", Person.location(person.signIn(server.browser(), NEW_PASSWORD)));
    }

    @Test
    void fiveWrongTriesEndTheCodeAndAWeakPasswordCostsNone() {
        person.forgetPassword(elsewhere);
        String code = person.nextCode();
        for (int i = 0; i < 7; i++) {
            assertTrue(reset(elsewhere, code, "password").text().contains("tried first"));
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(422, reset(elsewhere, "BBBB-BBBB", NEW_PASSWORD).status());
        }

        assertTrue(reset(elsewhere, code, NEW_PASSWORD).text().contains("no longer good"));
        assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
    }

    @Test
    void expiredCodeIsRefused() {
        person.forgetPassword(elsewhere);
        String code = person.nextCode();
        server.clock().forward(Duration.ofMinutes(10));

        assertEquals(422, reset(elsewhere, code, NEW_PASSWORD).status());
    }

    @Test
    void codeOfOneIsOfNoUseForAnother() {
        Person attacker = Person.withAccount(server, mail);
        attacker.forgetPassword(elsewhere);
        String code = attacker.nextCode();
        TestBrowser other = server.browser();
        person.forgetPassword(other);

        assertEquals(422, reset(other, code, NEW_PASSWORD).status());
        assertEquals("/account", Person.location(person.signIn(server.browser(), Person.PASSWORD)));
    }

    @Test
    void otherAddressNeedsItsCodeAndTheOldOneIsTold() {
        Person next = new Person(server, mail);
        changeEmail(person, next);

        TestBrowser browser = server.browser();
        assertEquals("/account", Person.location(next.signIn(browser, Person.PASSWORD)));
        assertEquals(422, person.signIn(server.browser(), Person.PASSWORD).status());
        assertTrue(Person.isSignedIn(person.browser()), "sessions stay");
        String told = person.nextMail();
        assertTrue(told.contains("has another e-mail address now: p"), told);
        assertTrue(told.contains("undo it within 7 days"), told);
        assertFalse(told.contains(next.email()), "the new address is not told to the old mailbox");
    }

    @Test
    void wrongCodeLeavesTheAddressAsItIs() {
        Person next = new Person(server, mail);
        TestBrowser browser = person.browser();
        browser.get("/account/email");
        browser.post("/account/email", "email", next.email());
        browser.get("/account/email");

        Received wrong = browser.post("/account/email/code", "code", "BBBB-BBBB");

        assertEquals(422, wrong.status());
        assertTrue(browser.get("/account").text().contains(person.email()));
        assertFalse(mail.hasMore(person.email()));
    }

    @Test
    void addressOfAnotherAccountHasTheSameAnswerAndCannotBeTaken() {
        Person other = Person.withAccount(server, mail);
        TestBrowser browser = person.browser();
        browser.get("/account/email");

        assertEquals("/account/email", Person.location(browser.post("/account/email", "email", other.email())));

        browser.get("/account/email");
        String told = other.nextMail();
        assertFalse(MailBox.hasCode(told));
        assertTrue(told.contains("has an account of its own"), told);
        assertEquals(
                422, browser.post("/account/email/code", "code", "BBBB-BBBB").status());
        assertEquals("/account", Person.location(other.signIn(server.browser(), Person.PASSWORD)));
    }

    @Test
    void ownAddressIsNoOther() {
        TestBrowser browser = person.browser();
        browser.get("/account/email");

        assertTrue(
                browser.post("/account/email", "email", person.email()).text().contains("your address already"));
    }

    @Test
    void changeBySomebodyElseIsUndoneWithTheOldMailboxForSevenDays() {
        Person thief = new Person(server, mail);
        changeEmail(person, thief);
        person.nextMail();
        server.clock().forward(Duration.ofDays(6));
        TestBrowser thiefsBrowser = server.browser();
        thief.signIn(thiefsBrowser, Person.PASSWORD);

        person.forgetPassword(elsewhere);
        assertEquals("/account", Person.location(reset(elsewhere, person.nextCode(), NEW_PASSWORD)));

        assertTrue(elsewhere.get("/account").text().contains(person.email()));
        assertFalse(Person.isSignedIn(thiefsBrowser));
        assertEquals("/account", Person.location(person.signIn(server.browser(), NEW_PASSWORD)));
        thief.forgetPassword(server.browser());
        assertFalse(MailBox.hasCode(thief.nextMail()), "the thief's address leads nowhere");
    }

    @Test
    void afterSevenDaysTheOldMailboxLeadsNowhereAndIsFree() {
        Person next = new Person(server, mail);
        changeEmail(person, next);
        person.nextMail();
        server.clock().forward(Duration.ofDays(7));

        person.forgetPassword(elsewhere);
        assertFalse(MailBox.hasCode(person.nextMail()));

        Person newcomer = new Person(server, mail, person.email());
        assertEquals("/", newcomer.signUp(Person.PASSWORD));
        assertTrue(Person.isSignedIn(newcomer.browser()));
    }

    @Test
    void formerAddressMakesNoNewAccountInTheMeantime() {
        Person next = new Person(server, mail);
        changeEmail(person, next);
        person.nextMail();
        Person newcomer = new Person(server, mail, person.email());
        newcomer.browser().get("/sign-up");
        newcomer.browser().post("/sign-up", "email", person.email());

        assertFalse(MailBox.hasCode(person.nextMail()));
    }

    @Test
    void addressIsChangedByWhoGaveCredentialsJustNowOnly() {
        server.clock().forward(Duration.ofMinutes(5));
        TestBrowser browser = person.browser();
        browser.get("/account");

        assertEquals(
                "/sign-in/again?next=%2Faccount%2Femail",
                Person.location(browser.post("/account/email", "email", "thief@example.com")));
        assertFalse(mail.hasMore("thief@example.com"));
    }

    private static Received reset(TestBrowser browser, String code, String password) {
        return browser.post("/password-reset/password", "code", code, "password", password);
    }

    private static void changeEmail(Person who, Person next) {
        TestBrowser browser = who.browser();
        browser.get("/account/email");
        assertEquals("/account/email", Person.location(browser.post("/account/email", "email", next.email())));
        browser.get("/account/email");
        assertEquals("/account", Person.location(browser.post("/account/email/code", "code", next.nextCode())));
        assertTrue(browser.get("/account").text().contains(next.email()));
    }
}
