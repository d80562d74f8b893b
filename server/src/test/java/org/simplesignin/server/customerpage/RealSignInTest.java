package org.simplesignin.server.customerpage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.testing.Chromium;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The whole way of a customer on a phone, with no session played: sign up, link on a TV, see it, sign out, come back
/// through the sign-in to where they wanted to go, be asked again before what is destructive.
@Tag("browser")
@ExtendWith(Chromium.class)
final class RealSignInTest {
    private static final String EMAIL = "alice@example.com";
    private static final String PASSWORD = "violet umbrella 12";

    @TempDir
    Path directory;

    private final Browser browser;

    RealSignInTest(Browser browser) {
        this.browser = browser;
    }

    /// Looks at the page as it stands: axe, and whether it fits a narrow phone.
    private static void check(Page page) {
        assertEquals(List.of(), Chromium.axe(page), page.url());
        page.setViewportSize(320, 640);
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                page.url());
        page.setViewportSize(390, 844);
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void signUp(Page page) {
        page.navigate("/");
        assertThat(page.locator("h1")).hasText("Sign in");
        check(page);
        page.getByText("Make an account").click();
        check(page);
        page.getByLabel("E-mail address").fill(EMAIL);
        press(page, "Send me a code");
        check(page);
        page.locator("#code").fill(MailBox.code(new MailBox(directory.resolve("mail")).next(EMAIL)));
        press(page, "Continue");
        check(page);
        page.getByLabel("Your name").fill("Alice");
        page.locator("input[type=password]").first().fill(PASSWORD);
        press(page, "Make the account");
        assertThat(page.locator("h1")).hasText("Hello, Alice");
    }

    private static void link(TestServer server) {
        Customer customer = server.storage()
                .accounts()
                .accounts()
                .byEmail(MailAddress.parse(EMAIL).orElseThrow())
                .flatMap(id -> server.storage().customers().customer(id))
                .orElseThrow();
        TestDevice tv = server.newDevice(customer, "Living room", "Demo TV");
        TestServer.link(tv, new Partner(server, "sample-tv", "sample-video").linkRequest(tv, "alice"));
    }

    @Test
    void customerSignsUpComesBackAndUnlinks() {
        try (TestServer server = TestServer.startInTheOpen(directory);
                BrowserContext window = browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(server.pagesUrl())
                        .setViewportSize(390, 844)
                        .setColorScheme(ColorScheme.LIGHT))) {
            Page page = window.newPage();
            signUp(page);
            link(server);
            page.navigate("/account");
            check(page);
            page.navigate("/account/delete");
            check(page);
            page.navigate("/");
            page.getByText("Sign out").click();
            check(page);
            press(page, "Sign out");

            // To where they wanted to go, and not to the home page.
            page.navigate("/links");
            assertThat(page.locator("h1")).hasText("Sign in");
            page.getByLabel("E-mail address").fill(EMAIL);
            page.locator("input[name=password]").fill(PASSWORD);
            press(page, "Sign in");
            assertThat(page.locator("h1")).hasText("Linked accounts");
            assertThat(page.getByText("SSISampleApplication")).hasCount(1);

            server.clock().forward(PageGuard.FRESH);
            page.getByText("Unlink all…").click();
            assertThat(page.locator("h1")).hasText("Is it you?");
            check(page);
            page.locator("input[name=password]").fill(PASSWORD);
            press(page, "Continue");
            press(page, "Unlink all");
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("All accounts are unlinked.");
            page.navigate("/history");
            assertThat(page.locator("ol.rows li").first()).containsText("You unlinked an account of");
        }
    }
}
