package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// The form that spends a mailed code is sent once more, by a double click or because its answer was lost: the browser
/// that spent it hears the same again, everybody else that the code is gone.
final class RepeatedMailCodeTest {
    private static final String NEW_PASSWORD = "orange lantern 77";

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
        person = new Person(server, mail);
        browser = person.browser();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void toTheName() {
        browser.get("/sign-up");
        browser.post("/sign-up", "email", person.email());
        browser.get("/sign-up");
        browser.post("/sign-up/code", "code", person.nextCode());
        browser.get("/sign-up");
    }

    private static Received makeAccount(TestBrowser browser, String password) {
        return browser.post("/sign-up/account", "name", "Person", "password", password);
    }

    private String toTheNewPassword() {
        person.signUp(Person.PASSWORD);
        browser = server.browser();
        person.forgetPassword(browser);
        return person.nextCode();
    }

    private static Received reset(TestBrowser browser, String code, String password) {
        return browser.post("/password-reset/password", "code", code, "password", password);
    }

    private Person toTheOtherAddress() {
        person.signUp(Person.PASSWORD);
        Person next = new Person(server, mail);
        browser.get("/account/email");
        browser.post("/account/email", "email", next.email());
        browser.get("/account/email");
        return next;
    }

    private static Received changeEmail(TestBrowser browser, String code) {
        return browser.post("/account/email/code", "code", code);
    }

    @Test
    void signingUpOnceMoreLeadsTheSameBrowserToTheSamePlace() {
        toTheName();
        TestBrowser lost = browser.twin();
        assertEquals("/", Person.location(makeAccount(lost, Person.PASSWORD)));

        assertEquals("/", Person.location(makeAccount(browser, Person.PASSWORD)));

        assertTrue(Person.isSignedIn(browser));
        assertTrue(Person.isSignedIn(lost), "the first answer is still good");
    }

    @Test
    void twoFormsOfSigningUpAtOnceMakeOneAccountAndSignBothIn() throws Exception {
        toTheName();

        List<Received> answers = twice(twin -> makeAccount(twin, Person.PASSWORD));

        for (Received answer : answers) {
            assertEquals("/", Person.location(answer));
        }
        assertTrue(Person.isSignedIn(person.elsewhere()));
    }

    @Test
    void signingUpOnceMoreWithAnotherPasswordIsRefusedAndChangesNothing() {
        toTheName();
        TestBrowser first = browser.twin();
        makeAccount(first, Person.PASSWORD);

        assertEquals(422, makeAccount(browser, NEW_PASSWORD).status());

        assertFalse(Person.isSignedIn(browser));
        assertTrue(Person.isSignedIn(first));
        assertEquals(422, person.signIn(server.browser(), NEW_PASSWORD).status());
        assertTrue(Person.isSignedIn(person.elsewhere()));
    }

    @Test
    void signingUpOnceMoreWithAnotherNameIsRefused() {
        toTheName();
        makeAccount(browser.twin(), Person.PASSWORD);

        assertEquals(
                422,
                browser.post("/sign-up/account", "name", "Somebody", "password", Person.PASSWORD)
                        .status());
        assertFalse(Person.isSignedIn(browser));
    }

    @Test
    void browserOfAnotherErrandCannotRepeatIt() {
        toTheName();
        makeAccount(browser, Person.PASSWORD);
        Person other = new Person(server, mail);
        other.browser().get("/sign-up");
        other.browser().post("/sign-up", "email", other.email());
        other.browser().get("/sign-up");

        assertEquals(422, makeAccount(other.browser(), Person.PASSWORD).status());
        assertFalse(Person.isSignedIn(other.browser()));
    }

    @Test
    void codeThatIsTypedRightAgainIsRightAndLastsNoLonger() {
        browser.get("/sign-up");
        browser.post("/sign-up", "email", person.email());
        browser.get("/sign-up");
        String code = person.nextCode();
        for (Duration later : List.of(Duration.ZERO, Duration.ofMinutes(15), Duration.ofMinutes(14))) {
            server.clock().forward(later);
            assertEquals("/sign-up", Person.location(browser.post("/sign-up/code", "code", code)), later::toString);
            browser.get("/sign-up");
        }
        server.clock().forward(Duration.ofMinutes(1));

        assertEquals(422, makeAccount(browser, Person.PASSWORD).status());
        assertFalse(Person.isSignedIn(browser));
    }

    @Test
    void signingUpCannotBeRepeatedHalfAnHourLater() {
        toTheName();
        makeAccount(browser.twin(), Person.PASSWORD);
        server.clock().forward(Duration.ofMinutes(30));

        assertEquals(422, makeAccount(browser, Person.PASSWORD).status());
        assertFalse(Person.isSignedIn(browser));
    }

    @Test
    void settingThePasswordOnceMoreTellsTheSameBrowserThatItIsDone() {
        String code = toTheNewPassword();
        TestBrowser lost = browser.twin();
        assertEquals("/account", Person.location(reset(lost, code, NEW_PASSWORD)));
        person.nextMail();

        assertEquals("/account", Person.location(reset(browser, code, NEW_PASSWORD)));

        assertTrue(browser.get("/account").text().contains("Your new password is set"));
        assertTrue(Person.isSignedIn(lost), "the first answer is still good");
        assertFalse(mail.hasMore(person.email()), "one change, one mail");
    }

    @Test
    void twoFormsOfANewPasswordAtOnceAreBothTold() throws Exception {
        String code = toTheNewPassword();

        List<Received> answers = twice(twin -> reset(twin, code, NEW_PASSWORD));

        for (Received answer : answers) {
            assertEquals("/account", Person.location(answer));
        }
        assertEquals("/account", Person.location(person.signIn(server.browser(), NEW_PASSWORD)));
    }

    @Test
    void spentCodeSetsNoOtherPassword() {
        String code = toTheNewPassword();
        reset(browser.twin(), code, NEW_PASSWORD);

        assertEquals(422, reset(browser, code, "another lantern 78").status());

        assertFalse(Person.isSignedIn(browser));
        assertEquals("/account", Person.location(person.signIn(server.browser(), NEW_PASSWORD)));
    }

    @Test
    void spentCodeTypedWrongIsNoRepetition() {
        String code = toTheNewPassword();
        reset(browser.twin(), code, NEW_PASSWORD);

        assertEquals(422, reset(browser, "BBBB-BBBB", NEW_PASSWORD).status());
        assertFalse(Person.isSignedIn(browser));
    }

    @Test
    void codeThatAnotherBrowserSpentIsGoneForOneWithAnErrandOfItsOwn() {
        String code = toTheNewPassword();
        reset(browser, code, NEW_PASSWORD);
        person.nextMail();
        TestBrowser other = server.browser();
        person.forgetPassword(other);

        assertEquals(422, reset(other, code, NEW_PASSWORD).status());
        assertFalse(Person.isSignedIn(other));
        TestBrowser third = server.browser();
        third.get("/password-reset");
        assertEquals(422, reset(third, code, NEW_PASSWORD).status());
    }

    @Test
    void spentCodeOfAPasswordThatWasChangedSinceChangesNothing() {
        String code = toTheNewPassword();
        TestBrowser late = browser.twin();
        reset(browser, code, NEW_PASSWORD);
        browser.get("/account/password");
        browser.post("/account/password", "password", "another lantern 78");

        assertEquals(422, reset(late, code, NEW_PASSWORD).status());

        assertTrue(Person.isSignedIn(browser));
        assertEquals(422, person.signIn(server.browser(), NEW_PASSWORD).status());
    }

    @Test
    void changingTheAddressOnceMoreTellsTheSameBrowserThatItIsDone() {
        Person next = toTheOtherAddress();
        String code = next.nextCode();
        TestBrowser lost = browser.twin();
        assertEquals("/account", Person.location(changeEmail(lost, code)));
        person.nextMail();

        assertEquals("/account", Person.location(changeEmail(browser, code)));

        assertTrue(browser.get("/account").text().contains(next.email()));
        assertFalse(mail.hasMore(person.email()), "one change, one mail");
    }

    @Test
    void twoFormsOfAnotherAddressAtOnceAreBothTold() throws Exception {
        Person next = toTheOtherAddress();
        String code = next.nextCode();

        List<Received> answers = twice(twin -> changeEmail(twin, code));

        for (Received answer : answers) {
            assertEquals("/account", Person.location(answer));
        }
    }

    @Test
    void otherBrowserOfTheSamePersonCannotRepeatTheChangeOfAddress() {
        Person next = toTheOtherAddress();
        String code = next.nextCode();
        changeEmail(browser, code);
        TestBrowser other = server.browser();
        next.signIn(other, Person.PASSWORD);
        other.get("/account/email");

        assertEquals(422, changeEmail(other, code).status());
        assertTrue(other.get("/account").text().contains(next.email()));
    }

    @Test
    void changeOfAddressThatWasUndoneIsNotToldAsDone() {
        Person next = toTheOtherAddress();
        String code = next.nextCode();
        TestBrowser late = browser.twin();
        changeEmail(browser, code);
        browser.get("/account/email");
        Person third = new Person(server, mail);
        browser.post("/account/email", "email", third.email());
        browser.get("/account/email");
        assertEquals("/account", Person.location(changeEmail(browser, third.nextCode())));

        assertEquals(422, changeEmail(late, code).status());

        assertTrue(browser.get("/account").text().contains(third.email()));
    }

    private interface Form {
        Received send(TestBrowser twin);
    }

    private List<Received> twice(Form form) throws Exception {
        TestBrowser one = browser.twin();
        TestBrowser other = browser.twin();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Received> answers = new ArrayList<>();
            for (Future<Received> answer :
                    List.of(threads.submit(() -> form.send(one)), threads.submit(() -> form.send(other)))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
