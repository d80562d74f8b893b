package org.simplesignin.server.closing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.simplesignin.server.testing.Chromium;
import org.simplesignin.server.testing.TestServer;

/// Deleting an account on a phone, by keys alone.
@Tag("browser")
@ExtendWith(Chromium.class)
final class ClosingInBrowserTest {
    private static final int WIDTH = 390;
    private static final int HEIGHT = 844;

    @TempDir
    private Path directory;

    private final Browser browser;

    ClosingInBrowserTest(Browser browser) {
        this.browser = browser;
    }

    @Test
    void accountIsDeletedByKeys() {
        try (TestServer server = TestServer.startInTheOpen(directory);
                BrowserContext context =
                        browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT))) {
            Customer customer = server.newCustomer();
            context.addCookies(List.of(server.cookie(customer)));
            Page page = context.newPage();
            page.navigate(server.publicUrl() + "/account/delete");
            assertNothingWrong(page, "account-delete");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Keep it"))
                    .focus();
            page.keyboard().press("Tab");
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete my account")))
                    .isFocused();
            page.keyboard().press("Enter");

            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Your account is deleted");
            assertNothingWrong(page, "account-deleted");
            assertTrue(server.storage().customerKeys().isShredded(customer.id()));
        }
    }

    private static void assertNothingWrong(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertEquals(List.of(), Chromium.axe(page), name + " " + scheme);
            Chromium.picture(page, name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
        }
        page.setViewportSize(320, HEIGHT);
        assertEquals(320, page.evaluate("document.documentElement.scrollWidth"), name + " reflowed");
        page.setViewportSize(WIDTH, HEIGHT);
    }
}
