package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ForcedColors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.client.http.Authority;
import org.simplesignin.client.http.Listener;
import org.simplesignin.client.http.Refused;

/// What a browser shows where the real listener refuses: from the sofa, in the hand, in every scheme of colours.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemPageTest {
    private static final List<Integer> STATUSES = List.of(400, 403, 404, 405, 413, 414, 431, 500, 503);

    /// The sizes of all texts, and the least contrast of one to the page behind it.
    private static final String TEXTS = """
            () => {
              const rgb = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
              const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
              const light = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
              const ground = light(rgb(getComputedStyle(document.body).backgroundColor));
              const contrast = (e) => {
                const [x, y] = [light(rgb(getComputedStyle(e).color)), ground].sort((a, b) => b - a);
                return (x + 0.05) / (y + 0.05);
              };
              const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize);
              return {
                title: size("h1"), text: size("p"), least: size(".status"), ground,
                contrast: Math.min(...[...document.querySelectorAll("h1, p")].map(contrast)),
                whole: [...document.querySelectorAll("main > *")].every((e) => {
                  const r = e.getBoundingClientRect();
                  return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight;
                }),
              };
            }""";

    private final Browser browser;
    private final Listener listener;

    ProblemPageTest(Browser browser) throws Exception {
        this.browser = browser;
        listener = new Listener(
                new Authority("tv-1.localhost"),
                0,
                "'self'",
                List.of(routes -> routes.get("/refused/{status}", (exchange, parameters) -> {
                    throw new Refused(Integer.parseInt(parameters.get("status")), "some_code", "a title for programs");
                })));
    }

    @AfterAll
    void closeIt() {
        listener.close();
    }

    private record Window(BrowserContext context, Page page, List<String> errors) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
            // A style that the policy does not let in is reported here.
            assertEquals(List.of(), errors);
        }
    }

    private Window window(int width, int height, ColorScheme scheme, ForcedColors forced) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setForcedColors(forced)
                .setIsMobile(width <= 1280 && height != 720)
                .setHasTouch(width <= 1280 && height != 720));
        Page page = context.newPage();
        List<String> errors = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(message.text());
            }
        });
        return new Window(context, page, errors);
    }

    @ParameterizedTest
    @CsvSource({
        "1920,1080,DARK,NONE",
        "1920,1080,LIGHT,NONE",
        "1280,720,DARK,NONE",
        "1280,720,DARK,ACTIVE",
        "1280,800,DARK,NONE",
        "800,1280,LIGHT,NONE",
        "390,844,LIGHT,NONE",
        "390,844,LIGHT,ACTIVE",
        "320,568,DARK,NONE"
    })
    void everyRefusalIsReadFromWhereItIsSeen(int width, int height, ColorScheme scheme, ForcedColors forced) {
        boolean tv = height == 1080 || height == 720;
        try (Window window = window(width, height, scheme, forced)) {
            for (int status : STATUSES) {
                Page page = window.page();
                assertEquals(
                        status,
                        page.navigate(listener.url() + "/refused/" + status).status());
                String name = "problem-" + status + "-" + width + "x" + height + "-"
                        + (forced == ForcedColors.ACTIVE
                                ? "forced"
                                : scheme.name().toLowerCase(Locale.ROOT));
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
                Map<?, ?> texts = (Map<?, ?>) page.evaluate(TEXTS);
                assertEquals(true, texts.get("whole"), name);
                assertTrue(number(texts, "contrast") >= 7, () -> name + texts);
                assertTrue(number(texts, "title") >= (tv ? 48.0 * height / 1080 : 24), () -> name + texts);
                assertTrue(number(texts, "text") >= (tv ? 29.0 * height / 1080 : 16), () -> name + texts);
                assertTrue(number(texts, "least") >= (tv ? 24.0 * height / 1080 : 13), () -> name + texts);
                if (forced == ForcedColors.NONE) {
                    boolean bright = scheme == ColorScheme.LIGHT && !tv;
                    assertEquals(bright, number(texts, "ground") > 0.5, name);
                }
            }
            // They differ in words alone.
            assertEquals(List.of(), violations(window.page()));
        }
    }

    private static double number(Map<?, ?> values, String name) {
        return ((Number) values.get(name)).doubleValue();
    }

    private static List<String> violations(Page page) {
        return new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + " " + rule.getNodes())
                        .toList();
    }

    @Test
    void everyRefusalIsAWholeDocumentInWordsOfItsOwn() {
        List<String> said = new ArrayList<>();
        try (Window window = window(1280, 720, ColorScheme.DARK, ForcedColors.NONE)) {
            for (int status : STATUSES) {
                Page page = window.page();
                page.navigate(listener.url() + "/refused/" + status);
                assertEquals(
                        List.of("CSS1Compat", "en-US", "UTF-8", "width=device-width, initial-scale=1"),
                        page.evaluate(
                                "() => [document.compatMode, document.documentElement.lang, document.characterSet,"
                                        + " document.querySelector('meta[name=viewport]').content]"));
                assertEquals(page.locator("h1").textContent() + " · Simple Sign-In", page.title());
                String text = page.locator("body").innerText();
                assertTrue(!text.contains("_") && !text.contains("for programs"), text);
                said.add(page.locator("h1").textContent());
            }
        }
        assertEquals(STATUSES.size() - 1, said.stream().distinct().count(), said::toString);
    }

    /// The ways by which people come to such a page.
    @Test
    void whatTheListenerItselfRefusesIsShownToo() {
        try (Window window = window(1280, 720, ColorScheme.DARK, ForcedColors.NONE)) {
            Page page = window.page();
            page.navigate(listener.url() + "//x");
            assertThat(page.locator("h1")).hasText("The device does not understand this");
            page.navigate(listener.url() + "/" + "x".repeat(5000));
            assertThat(page.locator("h1")).hasText("This address is too long");
            page.navigate(listener.url() + "/nothing");
            assertThat(page.locator("h1")).hasText("There is nothing at this address");
            page.navigate(listener.url().replace("tv-1.", "tv-2."));
            assertThat(page.locator("h1")).hasText("This is for the device’s own screen");
            window.context()
                    .addCookies(IntStream.range(0, 3)
                            .mapToObj(i -> new Cookie("c" + i, "x".repeat(3900)).setUrl(listener.url()))
                            .toList());
            page.navigate(listener.url() + "/nothing");
            assertThat(page.locator("h1")).hasText("Too much came along with this request");
        }
    }
}
