package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Somebody with a mailbox, a password and browsers, who uses the pages as people do: open, fill in, send.
final class Person {
    static final String PASSWORD = "violet umbrella 12";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestServer server;
    private final MailBox mail;
    private final String email;
    private final TestBrowser browser;

    Person(TestServer server, MailBox mail) {
        this(server, mail, "person-" + NUMBER.incrementAndGet() + "@example.com");
    }

    Person(TestServer server, MailBox mail, String email) {
        this.server = server;
        this.mail = mail;
        this.email = email;
        this.browser = server.browser();
    }

    /// Returns one who has an account, and is signed in.
    static Person withAccount(TestServer server, MailBox mail) {
        Person person = new Person(server, mail);
        assertEquals("/", person.signUp(PASSWORD));
        return person;
    }

    String email() {
        return email;
    }

    TestBrowser browser() {
        return browser;
    }

    String nextMail() {
        return mail.next(email);
    }

    String nextCode() {
        return MailBox.code(nextMail());
    }

    /// Signs up; returns where it leads.
    String signUp(String password) {
        return signUp("Person", password);
    }

    /// Signs up with this name; returns where it leads.
    String signUp(String name, String password) {
        browser.get("/sign-up");
        browser.post("/sign-up", "email", email);
        browser.get("/sign-up");
        browser.post("/sign-up/code", "code", nextCode());
        browser.get("/sign-up");
        return location(browser.post("/sign-up/account", "name", name, "password", password));
    }

    /// Signs in in this browser; returns the answer.
    Received signIn(TestBrowser here, String password) {
        here.get("/sign-in");
        return here.post("/sign-in", "email", email, "password", password, "next", "/account");
    }

    /// Sends the form of signing in with the token of the page last seen.
    Received signInForm(TestBrowser here) {
        return here.post("/sign-in", "email", email, "password", PASSWORD, "next", "/account");
    }

    /// Returns another browser in which this person is signed in.
    TestBrowser elsewhere() {
        TestBrowser other = server.browser();
        assertEquals("/account", location(signIn(other, PASSWORD)));
        return other;
    }

    /// Asks for a code to set a new password.
    void forgetPassword(TestBrowser here) {
        here.get("/password-reset");
        assertEquals("/password-reset", location(here.post("/password-reset", "email", email)));
        here.get("/password-reset");
    }

    static String location(Received received) {
        if (received.status() != 303) {
            throw new AssertionError(received.status() + " " + received.text());
        }
        return received.header("Location").orElse("");
    }

    /// Returns whether this browser is signed in.
    static boolean isSignedIn(TestBrowser here) {
        return here.get("/account").status() == 200;
    }
}
