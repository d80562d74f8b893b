package org.simplesignin.server.customerpage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.testing.Chromium;

/// Every page in a real browser, with names that try to be more than names. These tests change nothing, so that they
/// share one household.
@Tag("browser")
@ExtendWith(Chromium.class)
final class PagesInBrowserTest {
    @TempDir
    static Path directory;

    private static Household household;

    private final Browser browser;

    PagesInBrowserTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() {
        household = Household.hostile(directory);
    }

    @AfterAll
    static void stop() {
        household.close();
    }

    @ParameterizedTest
    @CsvSource({"390,844,LIGHT", "1280,800,DARK"})
    void noPageHasAViolation(int width, int height, ColorScheme scheme) {
        check(width, height, scheme, household.paths());
    }

    @Test
    void noPageHasAViolationOnATablet() {
        check(800, 1280, ColorScheme.DARK, List.of("/", "/links", "/devices/remove-all", "/history"));
    }

    private void check(int width, int height, ColorScheme scheme, List<String> paths) {
        try (BrowserContext window = household.window(browser, width, height, scheme)) {
            Page page = window.newPage();
            for (String path : paths) {
                page.navigate(path);
                assertEquals(List.of(), Chromium.axe(page), path);
            }
        }
    }

    @Test
    void noPageScrollsSidewaysAt320Pixels() {
        try (BrowserContext window = household.window(browser, 320, 640, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            for (String path : household.paths()) {
                page.navigate(path);
                assertEquals(
                        true,
                        page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                        path);
            }
        }
    }

    @Test
    void namesAreOnlyNames() {
        try (BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (!message.text().contains("404")) {
                    complaints.add(message.text());
                }
            });
            for (String path : household.paths()) {
                page.navigate(path);
                assertTrue(page.title().endsWith("· Simple Sign-In"), path);
                assertThat(page.locator("img[src=x], [onerror]")).hasCount(0);
                assertThat(page.locator("script")).hasCount(1);
                assertEquals(List.of(), complaints, path);
            }
        }
    }

    @Test
    void everythingIsAtMostTwoStepsFromHome() {
        try (BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            page.navigate("/");
            List<String> near = new ArrayList<>();
            for (String first : hrefs(page)) {
                near.add(first);
                page.navigate(first);
                near.addAll(hrefs(page));
            }
            List<String> wanted = new ArrayList<>(household.paths());
            // Reached by steps of its own: a device is looked at before it is removed.
            wanted.removeIf(path -> path.equals("/nowhere") || path.matches("/devices/.{32}/remove"));
            assertTrue(near.containsAll(wanted), () -> "not among " + near);
        }
    }

    private static List<String> hrefs(Page page) {
        return page.locator("main a[href^='/']").all().stream()
                .map(link -> String.valueOf(link.getAttribute("href")))
                .toList();
    }

    @Test
    void timesAreTheReadersOwn() {
        try (BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            page.navigate("/devices/" + household.device("Living room TV"));
            // Registered at noon in UTC.
            assertThat(page.locator("time").first()).hasText("Mar 1, 2026, 1:00\u202fPM");
        }
    }

    @Test
    void iconIsOnlyAPicture() {
        try (BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            Page page = window.newPage();
            Response icon = page.navigate("/apps/sample-tv/icon");
            assertEquals("image/svg+xml", icon.headerValue("content-type"));
            assertTrue(
                    String.valueOf(icon.headerValue("content-security-policy")).endsWith("sandbox"));
            assertEquals(404, page.navigate("/apps/news/icon").status());
            page.navigate("/links/" + household.link("sample-tv"));
            assertEquals(
                    true, page.locator(".app-icon img").evaluate("(e) => e.decode().then(() => e.naturalWidth > 0)"));
        }
    }

    @Test
    void focusIsSeenAndTheContentCanBeSkippedTo() {
        try (BrowserContext window = household.window(browser, 1280, 800, ColorScheme.DARK)) {
            Page page = window.newPage();
            page.navigate("/links");
            page.keyboard().press("Tab");
            Locator skip = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Skip to the content"));
            assertThat(skip).isFocused();
            assertThat(skip).isInViewport();
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            Locator focused = page.locator(":focus");
            assertEquals("/links/" + newest(), focused.getAttribute("href"));
            assertEquals("3px", focused.evaluate("(e) => getComputedStyle(e).outlineWidth"));
            assertEquals("solid", focused.evaluate("(e) => getComputedStyle(e).outlineStyle"));
        }
    }

    private static String newest() {
        return household.server.storage().links().ofCustomer(household.customer.id()).stream()
                .max(Comparator.comparing(Link::linkedAt)
                        .thenComparing(link -> link.id().value(), Comparator.reverseOrder()))
                .orElseThrow()
                .id()
                .value();
    }

    @Test
    void framesOfOthersAreRefused() {
        try (FramePage site = new FramePage();
                BrowserContext window = household.window(browser, 390, 844, ColorScheme.LIGHT)) {
            site.frame(household);
            Page page = window.newPage();
            ConsoleMessage complaint = page.waitForConsoleMessage(
                    new Page.WaitForConsoleMessageOptions()
                            .setPredicate(message -> message.text().contains("frame-ancestors 'none'")),
                    () -> page.navigate(site.origin("demo.simple-sign-in.localhost")));
            assertEquals("error", complaint.type());
        }
    }
}
