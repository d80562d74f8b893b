package org.simplesignin.sample.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ForcedColors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a browser shows where the backend refuses, and the way back into the app.
@Tag("browser")
final class RefusalPagesTest extends WithApp {
    private static final String MEASURED = """
            () => {
              const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize);
              const link = document.querySelector("a").getBoundingClientRect();
              return {
                title: size("h1"), text: size("p"), least: size(".status"), link: link.height,
                ground: getComputedStyle(document.body).backgroundColor,
                whole: [...document.querySelectorAll("main > *")].every((e) => {
                  const r = e.getBoundingClientRect();
                  return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight;
                }),
              };
            }""";

    @ParameterizedTest
    @EnumSource
    void everyRefusalIsReadFromWhereItIsSeenAndLeadsIntoTheApp(AppPage.Screen screen) {
        app.open(screen);
        String home = app.page.url();
        refused(home + "nothing", screen, "There is nothing here", "404");
        refused(home + "api/sign-up", screen, "That did not work", "405");
        refused(home + "/x", screen, "That did not work", "400");
        refused(home + "x".repeat(5000), screen, "This address is too long", "414");
        refused(home + "api/account", screen, "This is not open to everybody", "401");
        assertEquals(
                List.of(),
                new AxeBuilder(app.page)
                        .setLegacyMode(true).analyze().getViolations().stream()
                                .map(rule -> rule.getId() + " " + rule.getNodes())
                                .toList());
        app.page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        app.photograph("refused-forced-colours");
        app.page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
        app.page
                .context()
                .addCookies(IntStream.range(0, 3)
                        .mapToObj(i -> new Cookie("c" + i, "x".repeat(3900)).setUrl(home))
                        .toList());
        refused(home, screen, "Too much came along with this request", "431");
        app.page.context().clearCookies();
        // What has the focus is the way out: one press of the remote.
        app.press("Enter");
        app.page.locator("input[name='loginName']").waitFor();
        // The browser reports each refused page, and nothing else: the style is let in.
        app.forgiveErrors("Failed to load resource");
    }

    private void refused(String url, AppPage.Screen screen, String title, String status) {
        app.page.navigate(url);
        assertThat(app.page.locator("h1")).hasText(title);
        assertThat(app.page.locator(".status")).hasText("Error " + status);
        assertThat(app.page.locator("a")).isFocused();
        assertEquals(title + " · SSISampleApplication", app.page.title());
        assertEquals("en", app.page.evaluate("() => document.documentElement.lang"));
        assertEquals("CSS1Compat", app.page.evaluate("() => document.compatMode"));
        app.photograph("refused-" + status);
        Map<?, ?> measured = (Map<?, ?>) app.page.evaluate(MEASURED);
        assertEquals(true, measured.get("whole"), title);
        assertEquals("rgb(11, 13, 23)", measured.get("ground"));
        double lines = screen.touch ? 0 : screen.height / 1080.0;
        assertTrue(number(measured, "title") >= Math.max(24, 48 * lines), measured::toString);
        assertTrue(number(measured, "text") >= Math.max(16, 29 * lines), measured::toString);
        assertTrue(number(measured, "least") >= Math.max(13, 24 * lines), measured::toString);
        assertTrue(number(measured, "link") >= 48, measured::toString);
    }

    private static double number(Map<?, ?> values, String name) {
        return ((Number) values.get(name)).doubleValue();
    }
}
