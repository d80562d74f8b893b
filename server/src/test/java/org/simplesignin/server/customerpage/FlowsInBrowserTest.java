package org.simplesignin.server.customerpage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.Chromium;

/// What a customer does on the pages, in a real browser: each test with a household of its own.
@Tag("browser")
@ExtendWith(Chromium.class)
final class FlowsInBrowserTest {
    private static final String DEMO = "demo.simple-sign-in.localhost";

    @TempDir
    Path directory;

    private final Browser browser;

    FlowsInBrowserTest(Browser browser) {
        this.browser = browser;
    }

    private static int links(Household household) {
        return household
                .server
                .storage()
                .links()
                .ofCustomer(household.customer.id())
                .size();
    }

    private static void tabTo(Page page, String name) {
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            if (name.equals(String.valueOf(page.locator(":focus").textContent()).strip())) {
                return;
            }
        }
        throw new AssertionError("cannot be reached by keyboard: " + name);
    }

    @Test
    void linkIsUnlinkedAndPauseLiftedWithTheKeyboardAlone() {
        try (Household household = Household.friendly(directory);
                BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            page.navigate("/links/" + household.link("news"));
            tabTo(page, "Unlink");
            page.keyboard().press("Enter");

            assertThat(page.getByRole(AriaRole.STATUS)).hasText("Unlinked. It works at once, on all devices.");
            assertThat(page).hasURL(household.server.pagesUrl() + "/links");
            assertEquals(3, links(household));
            tabTo(page, "Ask me again");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("The app may ask again.");
            assertThat(page.getByText("Ask me again")).hasCount(0);
        }
    }

    @Test
    void accountIsTurnedOffAndOnAgain() {
        try (Household household = Household.friendly(directory);
                BrowserContext window = household.window(browser, 390, 844, ColorScheme.DARK)) {
            Page page = window.newPage();
            page.navigate("/switches");
            page.getByText("Turn off…").click();
            assertThat(page.locator(".names li")).hasCount(4);
            page.getByText("Leave it on").click();
            assertEquals(4, links(household));
            page.getByText("Turn off…").click();
            page.getByText("Turn off and unlink").click();

            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Simple Sign-In is off.");
            assertEquals(0, links(household));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Turn on"))
                    .first()
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("Simple Sign-In is on.");
            assertEquals(0, links(household));
        }
    }

    @Test
    void deviceIsTurnedOffThenRemovedOnATablet() {
        try (Household household = Household.hostile(directory);
                BrowserContext window = household.window(browser, 800, 1280, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            page.navigate("/devices/" + household.device(Household.HOSTILE));
            page.getByText("Turn off on this device").click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Nothing was removed.");
            assertEquals(200, household.tablet.get(DeviceApi.CUSTOMER).status());
            page.getByText("Remove…").click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove"))
                    .click();

            assertThat(page.getByRole(AriaRole.STATUS)).hasText("The device is removed.");
            assertEquals(401, household.tablet.get(DeviceApi.CUSTOMER).status());
            assertEquals(200, household.tv.get(DeviceApi.CUSTOMER).status());
            assertEquals(4, links(household));
        }
    }

    @Test
    void everythingWorksWithoutScripts() {
        try (Household household = Household.friendly(directory);
                BrowserContext window = household.window(browser, off -> off.setJavaScriptEnabled(false))) {
            Page page = window.newPage();
            page.navigate("/links/unlink-all");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Unlink all"))
                    .click();

            assertThat(page.getByRole(AriaRole.STATUS)).hasText("All accounts are unlinked.");
            assertEquals(0, links(household));
            page.navigate("/devices/" + household.device("Living room TV"));
            assertThat(page.locator("time").first()).hasText("1 Mar 2026, 12:00 UTC");
        }
    }

    @Test
    void copyIsDownloadedAgainAndAgain() throws IOException {
        try (Household household = Household.friendly(directory);
                BrowserContext window = household.window(browser, 1280, 800, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            page.navigate("/export");
            for (int i = 0; i < 2; i++) {
                Download download = page.waitForDownload(
                        () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Download"))
                                .click());
                assertEquals("simple-sign-in.json", download.suggestedFilename());
                assertTrue(Files.readString(download.path()).startsWith("{\"format\":\"simple-sign-in-export-1\""));
            }
        }
    }

    @Test
    void pagesServeInTheFrameOfTheEmbedderWithTheirCookiesAndInNoOther() {
        try (FramePage site = new FramePage();
                Household household = Household.hostile(directory, site.origin(DEMO));
                BrowserContext window = household.window(browser, 800, 900, ColorScheme.LIGHT)) {
            site.frame(household);
            Page page = window.newPage();
            page.navigate(site.origin(DEMO));
            FrameLocator frame = page.frameLocator("iframe");
            assertThat(frame.locator("h1")).hasText("Linked accounts");
            frame.getByText("Unlink all…").click();
            frame.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Unlink all"))
                    .click();
            assertThat(frame.getByRole(AriaRole.STATUS)).hasText("All accounts are unlinked.");
            assertEquals(0, links(household));

            page.waitForConsoleMessage(
                    new Page.WaitForConsoleMessageOptions()
                            .setPredicate(message -> message.text().contains("frame-ancestors " + site.origin(DEMO))),
                    () -> page.navigate(site.origin("evil.localhost")));
        }
    }

    @Test
    void formOfAnotherSiteChangesNothing() {
        try (FramePage site = new FramePage();
                Household household = Household.friendly(directory);
                BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            String target = household.server.pagesUrl() + "/links/" + household.link("news") + "/unlink";
            site.shows("<form method=post action=\"" + target
                    + "\"><input name=csrf value=guessed-guessed-guessed><button>Win</button></form>");
            Page page = window.newPage();
            // A neighbour of the same site is sent the cookie, and is refused; another site is not sent it.
            page.navigate(site.origin(DEMO));
            page.locator("button").click();
            assertThat(page.locator("h1")).hasText("Not from this page");
            page.navigate(site.origin("evil.localhost"));
            Response answer =
                    page.waitForResponse(target, () -> page.locator("button").click());
            assertEquals(303, answer.status());
            assertTrue(String.valueOf(answer.headerValue("location")).startsWith("/sign-in"));
            assertEquals(4, links(household));
        }
    }
}
