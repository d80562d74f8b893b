package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// What accounts do when somebody sets the server's clock: two hours back, or forward and back again.
final class SetClockTest {
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final String AGAIN = "/sign-in/again?next=%2Faccount%2Fdelete";
    private static final String NEW_PASSWORD = "copper lantern 57";

    @TempDir
    private Path directory;

    private TestServer server;
    private MailBox mail;
    private Person person;

    @BeforeEach
    void start() {
        server = TestServer.startWith(
                directory,
                usual -> usual.with(change -> change.limits(
                        Map.of(Limit.SIGN_IN_FAILURES_PER_ACCOUNT, new Rate(2, Duration.ofMinutes(10))))));
        mail = new MailBox(directory.resolve("mail"));
        person = Person.withAccount(server, mail);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void set(Duration change) {
        server.clock().set(change);
    }

    private void pass(Duration time) {
        server.clock().forward(time);
    }

    private int signIn(String password) {
        return person.signIn(server.browser(), password).status();
    }

    private void useUpTheTries() {
        assertEquals(422, signIn("wrong lantern 1"));
        assertEquals(422, signIn("wrong lantern 2"));
        assertEquals(429, signIn(Person.PASSWORD));
    }

    @Test
    void clockSetBackMakesNobodyWaitLonger() {
        useUpTheTries();
        set(TWO_HOURS.negated());

        pass(Duration.ofMinutes(5));

        assertEquals(303, signIn(Person.PASSWORD));
    }

    @Test
    void clockSetForwardAndBackGivesNobodyMoreTries() {
        useUpTheTries();

        set(TWO_HOURS);
        assertEquals(429, signIn(Person.PASSWORD));
        set(TWO_HOURS.negated());

        assertEquals(429, signIn(Person.PASSWORD));
    }

    @Test
    void credentialsOfTheFutureAreNotFresh() {
        TestBrowser browser = person.browser();
        assertEquals(200, browser.get("/account/delete").status());

        set(TWO_HOURS.negated());

        assertEquals(AGAIN, Person.location(browser.get("/account/delete")));
        browser.get("/sign-in/again");
        browser.post("/sign-in/again", "password", Person.PASSWORD, "next", "/account/delete");
        assertEquals(200, browser.get("/account/delete").status(), "and they can be given anew");
    }

    @Test
    void clocksOfTwoServersMayBeAMinuteApart() {
        set(Duration.ofMinutes(-1));
        assertEquals(200, person.browser().get("/account/delete").status());
        set(Duration.ofMillis(-1));
        assertEquals(AGAIN, Person.location(person.browser().get("/account/delete")));
    }

    @Test
    void clockSetBackSignsNobodyOutAndUseIsNotedAgain() {
        set(TWO_HOURS.negated());
        assertTrue(Person.isSignedIn(person.browser()));

        pass(CustomerSessions.IDLE.minusMillis(1));
        assertTrue(Person.isSignedIn(person.browser()));
        pass(CustomerSessions.IDLE);

        assertFalse(Person.isSignedIn(person.browser()), "two hours are not added to the seven days");
    }

    @Test
    void sessionsBegunAndUsedWhileTheClockWasAheadEndNoLaterThanOthers() {
        set(TWO_HOURS);
        TestBrowser other = person.elsewhere();
        set(TWO_HOURS.negated());

        assertTrue(Person.isSignedIn(other));
        pass(CustomerSessions.IDLE);
        assertFalse(Person.isSignedIn(other));
    }

    @Test
    void sessionOfAClockThatWasFarAheadIsEndedWhenItIsSetRight() {
        set(Duration.ofDays(2));
        TestBrowser other = person.elsewhere();
        set(Duration.ofDays(-2));
        assertFalse(Person.isSignedIn(other));
        person.elsewhere();

        pass(Duration.ofDays(2));

        assertFalse(Person.isSignedIn(other), "it does not come back when the clock gets there");
    }

    @Test
    void mailedCodeOfTheFutureIsGoneAndAnotherCanBeAskedFor() {
        TestBrowser browser = server.browser();
        person.forgetPassword(browser);
        String code = person.nextCode();
        set(TWO_HOURS.negated());

        assertEquals(422, reset(browser, code));
        pass(Duration.ofSeconds(1));
        person.forgetPassword(browser);
        assertEquals(303, reset(browser, person.nextCode()));
    }

    @Test
    void mailedCodeOfAServerThatIsAMinuteAheadIsTaken() {
        TestBrowser browser = server.browser();
        person.forgetPassword(browser);
        set(Duration.ofMinutes(-1));

        assertEquals(303, reset(browser, person.nextCode()));
    }

    @Test
    void mailedCodeLastsNoLongerWhereTheClockIsSetBackByALittle() {
        TestBrowser browser = server.browser();
        person.forgetPassword(browser);
        set(Duration.ofSeconds(-61));

        assertEquals(422, reset(browser, person.nextCode()));
    }

    @Test
    void codeThatWasTypedRightIsNotSpentAfterTheClockWasSetBack() {
        Person newcomer = new Person(server, mail);
        TestBrowser browser = newcomer.browser();
        browser.get("/sign-up");
        browser.post("/sign-up", "email", newcomer.email());
        browser.get("/sign-up");
        browser.post("/sign-up/code", "code", newcomer.nextCode());
        browser.get("/sign-up");
        set(TWO_HOURS.negated());

        browser.post("/sign-up/account", "name", "Newcomer", "password", Person.PASSWORD);

        assertFalse(Person.isSignedIn(browser));
    }

    @Test
    void changeOfAddressCanStillBeUndone() {
        Person thief = new Person(server, mail);
        TestBrowser browser = person.browser();
        browser.get("/account/email");
        browser.post("/account/email", "email", thief.email());
        browser.get("/account/email");
        assertEquals("/account", Person.location(browser.post("/account/email/code", "code", thief.nextCode())));
        person.nextMail();
        set(TWO_HOURS.negated());

        TestBrowser elsewhere = server.browser();
        person.forgetPassword(elsewhere);

        assertEquals(303, reset(elsewhere, person.nextCode()));
        assertTrue(elsewhere.get("/account").text().contains(person.email()));
    }

    private static int reset(TestBrowser browser, String code) {
        return browser.post("/password-reset/password", "code", code, "password", NEW_PASSWORD)
                .status();
    }
}
