package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

final class SigningUpTest {
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

    @Test
    void whoTypesTheMailedCodeAndANameHasAnAccountAndIsSignedIn() {
        assertEquals("/", person.signUp(Person.PASSWORD));

        assertTrue(Person.isSignedIn(browser));
        CustomerId customer = owner(person).orElseThrow();
        assertEquals(
                "Person",
                server.storage().customers().customer(customer).orElseThrow().displayName());
        assertTrue(Person.isSignedIn(person.elsewhere()));
    }

    @Test
    void codeIsTypedAsPeopleType() {
        toTheCode();
        String code = person.nextCode();

        Received received = browser.post(
                "/sign-up/code", "code", " " + code.toLowerCase(Locale.ROOT).replace("-", " ") + " ");

        assertEquals("/sign-up", Person.location(received));
    }

    @Test
    void knownAddressGetsTheSameAnswersAndAnotherMail() {
        Person known = Person.withAccount(server, mail);
        Person again = new Person(server, mail, known.email());
        Person fresh = new Person(server, mail);

        Received forKnown = ask(again);
        Received forFresh = ask(fresh);

        assertEquals(Person.location(forFresh), Person.location(forKnown));
        assertEquals(
                page(fresh.browser().get("/sign-up"), fresh.email()),
                page(again.browser().get("/sign-up"), again.email()));
        assertTrue(MailBox.hasCode(fresh.nextMail()));
        String told = known.nextMail();
        assertFalse(MailBox.hasCode(told));
        assertTrue(told.contains("already have an account"), told);
        assertEquals(
                page(fresh.browser().post("/sign-up/code", "code", "BBBB-BBBB"), fresh.email()),
                page(again.browser().post("/sign-up/code", "code", "BBBB-BBBB"), again.email()));
    }

    /// Returns the page without what differs between any two visits.
    private static String page(Received received, String email) {
        return received.status()
                + received.text()
                        .replaceAll("name=\"csrf\" value=\"[^\"]+\"", "")
                        .replace(email, "address");
    }

    @Test
    void accountWithACodeThatFitsNothingCannotBeMade() {
        Person known = Person.withAccount(server, mail);
        Person again = new Person(server, mail, known.email());
        ask(again);
        again.browser().get("/sign-up");

        Received received = again.browser().post("/sign-up/account", "name", "Thief", "password", Person.PASSWORD);

        assertEquals(422, received.status());
        assertTrue(Person.isSignedIn(known.elsewhere()));
    }

    @Test
    void stepsCannotBeLeftOut() {
        browser.get("/sign-up");
        assertEquals(422, browser.post("/sign-up/code", "code", "BBBB-BBBB").status());
        assertEquals(
                422,
                browser.post("/sign-up/account", "name", "Person", "password", Person.PASSWORD)
                        .status());
        toTheCode();
        assertEquals(
                422,
                browser.post("/sign-up/account", "name", "Person", "password", Person.PASSWORD)
                        .status());
        assertTrue(owner(person).isEmpty());
    }

    @Test
    void fiveWrongTriesEndTheCode() {
        toTheCode();
        String code = person.nextCode();
        for (int i = 0; i < 5; i++) {
            Received wrong = browser.post("/sign-up/code", "code", "BBBB-BBBB");
            assertEquals(422, wrong.status());
            assertTrue(wrong.text().contains("That is not the code"), wrong::text);
        }

        Received right = browser.post("/sign-up/code", "code", code);

        assertEquals(422, right.status());
        assertTrue(right.text().contains("no longer good"), right::text);
        assertTrue(right.text().contains("name=\"email\""), "it leads back to where one asks for another");
    }

    @Test
    void expiredCodeIsRefused() {
        toTheCode();
        String code = person.nextCode();
        server.clock().forward(Duration.ofMinutes(10));

        assertEquals(422, browser.post("/sign-up/code", "code", code).status());
    }

    @Test
    void codeIsOfNoUseInAnotherBrowser() {
        toTheCode();
        String code = person.nextCode();
        Person thief = new Person(server, mail, person.email());
        ask(thief);
        thief.browser().get("/sign-up");

        Received received = thief.browser().post("/sign-up/code", "code", code);

        assertEquals(422, received.status());
        assertTrue(received.text().contains("That is not the code"));
    }

    @Test
    void codeForAnotherPurposeIsRefused() {
        Person known = Person.withAccount(server, mail);
        known.forgetPassword(browser);
        String code = known.nextCode();
        toTheCode();

        assertEquals(422, browser.post("/sign-up/code", "code", code).status());
    }

    @Test
    void codeMakesOneAccountAlsoWhereTheFormIsSentTwiceAtOnce() throws Exception {
        toTheCode();
        browser.post("/sign-up/code", "code", person.nextCode());
        browser.get("/sign-up");
        int made = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Received>> answers = List.of(
                    threads.submit(() -> twin().post("/sign-up/account", "name", "A", "password", Person.PASSWORD)),
                    threads.submit(() -> twin().post("/sign-up/account", "name", "B", "password", Person.PASSWORD)));
            for (Future<Received> answer : answers) {
                made += answer.get().status() == 303 ? 1 : 0;
            }
        }
        assertEquals(1, made);
    }

    private TestBrowser twin() {
        return browser.twin();
    }

    @Test
    void whoHasTheAddressFirstKeepsIt() {
        toTheCode();
        Person rival = new Person(server, mail, person.email());
        ask(rival);
        String one = person.nextCode();
        String other = person.nextCode();
        // Which mail came first is not told by its text: one of the two fits here.
        Received here = browser.post("/sign-up/code", "code", one);
        boolean swapped = here.status() != 303;
        if (swapped) {
            browser.post("/sign-up/code", "code", other);
        }
        rival.browser().get("/sign-up");
        rival.browser().post("/sign-up/code", "code", swapped ? one : other);
        rival.browser().get("/sign-up");
        browser.get("/sign-up");
        assertEquals(
                "/",
                Person.location(
                        rival.browser().post("/sign-up/account", "name", "Rival", "password", Person.PASSWORD)));

        Received received = browser.post("/sign-up/account", "name", "Person", "password", Person.PASSWORD);

        assertEquals(422, received.status());
        assertTrue(received.text().contains("cannot be used"), received::text);
        assertFalse(Person.isSignedIn(browser));
    }

    @ParameterizedTest
    @CsvSource({
        "short7!, Use at least 8 characters",
        "Password2024!, passwords that are tried first",
        "'person person', too much like your name"
    })
    void weakPasswordIsRefusedAndTheNameIsKept(String password, String told) {
        toTheCode();
        browser.post("/sign-up/code", "code", person.nextCode());
        browser.get("/sign-up");

        Received received = browser.post("/sign-up/account", "name", "Person", "password", password);

        assertEquals(422, received.status());
        assertTrue(received.text().contains(told), received::text);
        assertTrue(received.text().contains("value=\"Person\""), received::text);
        assertFalse(received.text().contains(password), "a password is never sent back");
        assertEquals(
                303,
                browser.post("/sign-up/account", "name", "Person", "password", Person.PASSWORD)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u202e\u2066", "a b c d e f g h i j k l m n o p q r s t u v w"})
    void nameMustBeOne(String name) {
        toTheCode();
        browser.post("/sign-up/code", "code", person.nextCode());
        browser.get("/sign-up");

        assertEquals(
                422,
                browser.post("/sign-up/account", "name", name, "password", Person.PASSWORD)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "person", "person@localhost", "a@example.com\r\nBcc: b@example.com"})
    void whatIsNoAddressIsKeptInTheFormAndNothingIsMailed(String typed) {
        browser.get("/sign-up");

        Received received = browser.post("/sign-up", "email", typed);

        assertEquals(422, received.status());
        assertTrue(received.text().contains("Type an e-mail address"), received::text);
        assertFalse(mail.hasMore("b@example.com"));
    }

    @Test
    void formOfAnotherSiteIsRefusedAndSendsNoMail() {
        browser.get("/sign-up");
        String form = TestBrowser.form(browser.csrf(), "email", person.email());

        Received cross = browser.post(
                "/sign-up",
                form,
                request ->
                        request.setHeader("Sec-Fetch-Site", "cross-site").setHeader("Origin", "https://evil.example"));
        Received withoutToken = browser.post(
                "/sign-up",
                TestBrowser.form(null, "email", person.email()),
                request -> request.setHeader("Sec-Fetch-Site", "same-origin"));

        assertEquals(403, cross.status());
        assertEquals(403, withoutToken.status());
        assertFalse(mail.hasMore(person.email()));
    }

    @Test
    void pageToGoToAfterwardsIsOneOfOursOnly() {
        browser.get("/sign-up?next=/device");
        browser.post("/sign-up", "email", person.email(), "next", "/device?user_code=BCDF-GHJK");
        browser.get("/sign-up");
        browser.post("/sign-up/code", "code", person.nextCode());
        browser.get("/sign-up");
        assertEquals(
                "/device?user_code=BCDF-GHJK",
                Person.location(browser.post("/sign-up/account", "name", "Person", "password", Person.PASSWORD)));

        Person other = new Person(server, mail);
        other.browser().get("/sign-up");
        other.browser().post("/sign-up", "email", other.email(), "next", "//evil.example");
        other.browser().get("/sign-up");
        other.browser().post("/sign-up/code", "code", other.nextCode());
        other.browser().get("/sign-up");
        assertEquals(
                "/",
                Person.location(
                        other.browser().post("/sign-up/account", "name", "Person", "password", Person.PASSWORD)));
    }

    @Test
    void noSecretAndNoAddressStandsInAnUrl() {
        browser.get("/sign-up");
        Received asked = browser.post("/sign-up", "email", person.email());
        String code = person.nextCode();
        Received typed = browser.post("/sign-up/code", "code", code);

        for (Received received : List.of(asked, typed)) {
            assertEquals("/sign-up", Person.location(received));
        }
        assertFalse(browser.get("/sign-up").text().contains(code));
    }

    @Test
    void errandOfAnotherPersonsMakingIsNone() {
        browser.with("sign-up", "AAAA".repeat(30));

        assertTrue(browser.get("/sign-up").text().contains("name=\"email\""));
    }

    @Test
    void whoBeginsAnewIsAskedForTheAddress() {
        toTheCode();
        assertEquals("/sign-up", Person.location(browser.post("/sign-up/restart", "next", "/")));

        assertTrue(browser.get("/sign-up").text().contains("action=\"/sign-up\""));
    }

    private void toTheCode() {
        ask(person);
        browser.get("/sign-up");
    }

    private static Received ask(Person who) {
        who.browser().get("/sign-up");
        return who.browser().post("/sign-up", "email", who.email(), "next", "/");
    }

    private static Optional<CustomerId> owner(Person who) {
        return server.storage().accounts().accounts().byEmail(new MailAddress(who.email()));
    }
}
