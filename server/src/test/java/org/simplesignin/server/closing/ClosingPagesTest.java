package org.simplesignin.server.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Who may delete an account, and from where.
final class ClosingPagesTest {
    @TempDir
    private Path directory;

    private TestServer server;
    private Customer customer;
    private TestBrowser browser;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
        customer = server.newCustomer();
        browser = server.browser(customer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertStillThere() {
        assertEquals(Optional.of(customer), server.storage().customers().customer(customer.id()));
        assertFalse(server.storage().customerKeys().isShredded(customer.id()));
    }

    @Test
    void whoIsNotSignedInIsSentToSignIn() {
        Received received = server.browser().get("/account/delete");

        assertEquals(303, received.status());
        assertEquals(
                "/sign-in?next=%2Faccount%2Fdelete", received.header("Location").orElse(""));
    }

    @Test
    void whoSignedInLongAgoIsAskedForCredentialsAgain() {
        browser.get("/account/delete");
        server.clock().forward(Duration.ofMinutes(5));

        Received page = browser.get("/account/delete");
        Received form = browser.post("/account/delete");

        for (Received received : new Received[] {page, form}) {
            assertEquals(303, received.status());
            assertEquals(
                    "/sign-in/again?next=%2Faccount%2Fdelete",
                    received.header("Location").orElse(""));
        }
        assertStillThere();
    }

    @Test
    void lookingAtThePageDeletesNothing() {
        Received page = browser.get("/account/delete");

        assertEquals(200, page.status());
        assertTrue(page.text().contains("Delete my account"));
        assertStillThere();
    }

    @Test
    void formOfAnotherSiteIsRefused() {
        browser.get("/account/delete");

        Received foreign = browser.post(
                "/account/delete",
                TestBrowser.form(browser.csrf()),
                request -> request.setHeader("Origin", "https://evil.example"));
        Received withoutToken = browser.post(
                "/account/delete",
                TestBrowser.form(null, "x", "y"),
                request -> request.setHeader("Origin", TestServer.PUBLIC_URL));

        assertEquals(403, foreign.status());
        assertEquals(403, withoutToken.status());
        assertStillThere();
    }

    @Test
    void pageThatSaysThatItIsDoneIsForEverybodyAndTellsNothing() {
        Received page = server.browser().get("/account/deleted");

        assertEquals(200, page.status());
        assertTrue(page.text().contains("Your account is deleted"));
        assertFalse(page.text().contains(customer.displayName()));
    }
}
