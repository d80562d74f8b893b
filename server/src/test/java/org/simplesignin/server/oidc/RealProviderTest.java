package org.simplesignin.server.oidc;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.testing.Chromium;
import org.simplesignin.server.testing.Ports;
import org.simplesignin.server.testing.TestServer;

/// Signing in at a provider that is not ours, running in a process of its own, with its own form in a real browser.
@Tag("browser")
@Tag("process")
@ExtendWith(Chromium.class)
final class RealProviderTest {
    @TempDir
    private static Path directory;

    private static TestServer server;
    private static RealProvider provider;

    private final Browser browser;
    private BrowserContext context;
    private Page page;

    RealProviderTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() throws Exception {
        int port = Ports.free();
        server = TestServer.startInTheOpenWith(
                directory, usual -> usual.with(change -> change.oidc(RealProvider.settings(port))));
        provider = new RealProvider(port, server.pagesUrl() + OidcSignIn.CALLBACK);
    }

    @AfterAll
    static void stop() {
        provider.close();
        server.close();
    }

    @BeforeEach
    void open() {
        setTheClock();
        context = browser.newContext(
                new Browser.NewContextOptions().setBaseURL(server.pagesUrl()).setViewportSize(390, 844));
        page = context.newPage();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private void anotherBrowser() {
        close();
        open();
    }

    /// The provider has a clock of its own, the real one.
    private static void setTheClock() {
        server.clock().forward(Duration.between(server.clock().instant(), Instant.now()));
    }

    private void fillInTheProvidersForm(String person, String password) {
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Username"))
                .fill(person);
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Password"))
                .fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    private void goToTheProvider() {
        page.getByText("Continue with Spring ID").click();
    }

    /// Signs in from the home page, which leads back there; returns who it is.
    private CustomerId signIn(String person) {
        page.navigate("/");
        goToTheProvider();
        fillInTheProvidersForm(person, RealProvider.PASSWORD);
        assertThat(page.locator("h1")).hasText("Hello, " + person + " at the provider");
        return customer();
    }

    private String sessionCookie() {
        return context.cookies().stream()
                .filter(cookie -> cookie.name.equals("__Host-session"))
                .map(cookie -> cookie.value)
                .findFirst()
                .orElseThrow();
    }

    private CustomerId customer() {
        return CustomerId.ofBytes(Arrays.copyOf(Base64.getUrlDecoder().decode(sessionCookie()), 16));
    }

    /// Opens what wants credentials given just now, five minutes later.
    private void openTheExportLater() {
        server.clock().forward(PageGuard.FRESH);
        page.navigate("/export");
        assertThat(page.locator("h1")).hasText("Is it you?");
        setTheClock();
    }

    private void check(String picture) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertEquals(List.of(), Chromium.axe(page), picture);
            Chromium.picture(page, "oidc-" + picture + "-phone-" + scheme.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void personSignsInAtTheProviderAndLandsOnThePageTheyWanted() {
        page.navigate("/links");
        assertThat(page.locator("h1")).hasText("Sign in");
        check("sign-in");
        goToTheProvider();
        fillInTheProvidersForm("alice", RealProvider.PASSWORD);

        page.waitForURL(server.pagesUrl() + "/links");
        assertThat(page.locator("h1")).hasText("Linked accounts");
        page.navigate("/account");
        check("account");
    }

    @Test
    void samePersonIsTheSameCustomerAndAnotherPersonAnother() {
        CustomerId alice = signIn("alice");
        anotherBrowser();
        assertEquals(alice, signIn("alice"));
        anotherBrowser();

        assertNotEquals(alice, signIn("bob"));
    }

    @Test
    void whoDeletedTheAccountComesBackAsSomebodyNew() {
        CustomerId before = signIn("bob");
        page.navigate("/account/delete");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete my account"))
                .click();
        assertThat(page.locator("body")).containsText("deleted");
        anotherBrowser();

        assertNotEquals(before, signIn("bob"));
    }

    @Test
    void wrongPasswordStaysAtTheProvider() {
        page.navigate("/");
        goToTheProvider();
        fillInTheProvidersForm("alice", "wrong");

        page.waitForURL("**/login?error");
        page.navigate("/");
        assertThat(page.locator("h1")).hasText("Sign in");
    }

    @Test
    void keyMayBeRotatedWhileEverythingRuns() throws Exception {
        CustomerId before = signIn("alice");
        provider.rotate();
        anotherBrowser();

        assertEquals(before, signIn("alice"));
    }

    @Test
    void personIsAskedForThePasswordAgain() {
        signIn("alice");
        String before = sessionCookie();
        context.clearCookies(new BrowserContext.ClearCookiesOptions().setName("PROVIDERSESSION"));
        openTheExportLater();
        check("again");
        goToTheProvider();
        fillInTheProvidersForm("alice", RealProvider.PASSWORD);

        page.waitForURL(server.pagesUrl() + "/export");
        assertNotEquals(before, sessionCookie(), "the session has another secret");
    }

    @Test
    void somebodyElseIsNotTakenForThePersonWhoWasAskedAgain() {
        signIn("alice");
        String before = sessionCookie();
        context.clearCookies(new BrowserContext.ClearCookiesOptions().setName("PROVIDERSESSION"));
        openTheExportLater();
        goToTheProvider();
        fillInTheProvidersForm("bob", RealProvider.PASSWORD);

        assertThat(page.getByText("somebody else")).isVisible();
        check("somebody-else");
        assertEquals(before, sessionCookie());
    }
}
