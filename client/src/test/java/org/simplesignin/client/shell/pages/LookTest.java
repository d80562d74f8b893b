package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sizes, contrast and focus as the design demands them, measured in the browser.
@Tag("browser")
@ExtendWith(Chromium.class)
class LookTest {
    /// Every element with text of its own: its size and the contrast of that text to what is painted behind it.
    private static final String TEXTS = """
            () => {
              const rgb = (c) => { const n = c.match(/[\\d.]+/g).map(Number); return {rgb: n.slice(0, 3), a: n[3] ?? 1}; };
              const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
              const light = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
              const behind = (e) => {
                for (let at = e; at; at = at.parentElement) {
                  const c = rgb(getComputedStyle(at).backgroundColor);
                  if (c.a === 1) return c.rgb;
                }
                return [0, 0, 0];
              };
              return [...document.querySelectorAll(".panel *")]
                .filter((e) => !e.closest(".unseen") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== ""))
                .map((e) => {
                  const style = getComputedStyle(e);
                  const [x, y] = [light(rgb(style.color).rgb), light(behind(e))].sort((a, b) => b - a);
                  return {text: e.textContent.slice(0, 30), size: parseFloat(style.fontSize), contrast: (x + 0.05) / (y + 0.05)};
                });
            }
            """;

    private final Browser browser;

    LookTest(Browser browser) {
        this.browser = browser;
    }

    private record Text(String text, double size, double contrast) {}

    private static List<Text> texts(Frame frame) {
        return ((List<?>) frame.evaluate(TEXTS))
                .stream()
                        .map(each -> (java.util.Map<?, ?>) each)
                        .map(each -> new Text(
                                (String) each.get("text"),
                                ((Number) each.get("size")).doubleValue(),
                                ((Number) each.get("contrast")).doubleValue()))
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({"tv,1920,1080,DARK", "tv,1920,1080,LIGHT", "tablet,1280,800,DARK", "tablet,800,1280,LIGHT"})
    void everyTextOfADialogHasAContrastOf7(String form, int width, int height, ColorScheme scheme) throws Exception {
        try (Device device = Device.sized(browser, form, width, height, scheme).start()) {
            device.client.refuseOutcomes(1);
            device.open(States.consent(form, "alice@example.com"));
            device.press("Enter");
            device.dialog().locator(".status:not(:empty)").waitFor();
            assertContrast(texts(device.frame("/dialog")));
            device.client.closeDialog();
            device.awaitClosed();
            device.open(States.selection(form, States.loginNames(2)));
            assertContrast(texts(device.frame("/dialog")));
        }
    }

    private static void assertContrast(List<Text> texts) {
        assertTrue(texts.size() > 7, () -> "only " + texts);
        for (Text text : texts) {
            assertTrue(text.contrast() >= 7, text::toString);
        }
    }

    @Test
    void textOnATvIsLargeEnoughForTenFeet() throws Exception {
        try (Device device =
                Device.sized(browser, "tv", 1920, 1080, ColorScheme.DARK).start()) {
            FrameLocator dialog = device.open(States.consent("tv", "W".repeat(64)));
            for (Text text : texts(device.frame("/dialog"))) {
                assertTrue(text.size() >= 24, text::toString);
            }
            assertTrue(size(dialog, ".title") >= 48);
            assertTrue(size(dialog, ".text") >= 29);
            assertTrue(size(dialog, ".allow") >= 29);
        }
    }

    private static double size(FrameLocator dialog, String selector) {
        return ((Number) dialog.locator(selector).evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))
                .doubleValue();
    }

    @ParameterizedTest
    @CsvSource({"1920,1080", "1280,720"})
    void pageThatSaysWhoOpensTheShellIsLargeEnoughForTenFeet(int width, int height) throws Exception {
        try (Device device = Device.sized(browser, "tv", width, height, ColorScheme.DARK)) {
            device.page.navigate(device.client.origin() + "/");
            List<?> sizes = (List<?>) device.page.evaluate("() => [...document.querySelectorAll('h1, p')].map((e) =>"
                    + " parseFloat(getComputedStyle(e).fontSize) * 1080 / innerHeight)");
            assertTrue(((Number) sizes.getFirst()).doubleValue() >= 48, sizes::toString);
            assertTrue(sizes.stream().allMatch(size -> ((Number) size).doubleValue() >= 29), sizes::toString);
            assertEquals(true, fits(device.page.mainFrame()));
            shoot(device, "opened-elsewhere-" + width + "x" + height);
        }
    }

    @ParameterizedTest
    @CsvSource({"1920,1080", "1280,720"})
    void focusIsARingOf4PixelsAndAScale(int width, int height) throws Exception {
        try (Device device =
                Device.sized(browser, "tv", width, height, ColorScheme.DARK).start()) {
            FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
            assertEquals(true, dialog.locator(".not-now").evaluate("""
                                    (e) => { const s = getComputedStyle(e);
                                      return parseFloat(s.outlineWidth) >= 4 && s.outlineStyle === "solid" && s.scale !== "1"; }
                                    """));
            // The transition runs 120 ms; the condition is waited for.
            device.frame("/dialog")
                    .waitForFunction(
                            "() => Math.abs(new DOMMatrix(getComputedStyle(document.activeElement).transform).a - 1.05) < 0.001");
        }
    }

    @Test
    void appBehindADialogIsDarkenedByTwoThirds() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            device.open(States.consent("tv", "alice@example.com"));
            Object alpha = device.frame("/dialog")
                    .evaluate(
                            "() => parseFloat(getComputedStyle(document.getElementById('root')).backgroundColor.match(/[\\d.]+/g)[3])");
            assertTrue(((Number) alpha).doubleValue() >= 0.6, alpha::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280,800", "800,1280", "600,1024"})
    void buttonsOnATabletAreMadeForThumbs(int width, int height) throws Exception {
        try (Device device = Device.sized(browser, "tablet", width, height, ColorScheme.LIGHT)
                .start()) {
            FrameLocator dialog = device.open(States.consent("tablet", "alice@example.com"));
            dialog.locator(".main").click();
            BoundingBox allow = unscaled(dialog, ".allow");
            BoundingBox notNow = unscaled(dialog, ".not-now");
            assertTrue(allow.height >= 56 && allow.width >= 56);
            assertEquals(allow.width, notNow.width, 0.5);
            assertEquals(allow.height, notNow.height, 0.5);
            assertTrue(Math.abs(notNow.x - allow.x) - allow.width >= 8);
        }
    }

    private static BoundingBox unscaled(FrameLocator dialog, String selector) {
        Object box =
                dialog.locator(selector).evaluate("(e) => [e.offsetLeft, e.offsetTop, e.offsetWidth, e.offsetHeight]");
        List<?> numbers = (List<?>) box;
        BoundingBox result = new BoundingBox();
        result.x = ((Number) numbers.get(0)).doubleValue();
        result.y = ((Number) numbers.get(1)).doubleValue();
        result.width = ((Number) numbers.get(2)).doubleValue();
        result.height = ((Number) numbers.get(3)).doubleValue();
        return result;
    }

    @Test
    void dialogReflowsAt320Pixels() throws Exception {
        try (Device device =
                Device.sized(browser, "tablet", 320, 640, ColorScheme.LIGHT).start()) {
            assertEquals(true, fits(device.page.mainFrame()));
            FrameLocator dialog = device.open(States.consent("tablet", "alice@example.com"));
            assertEquals(true, fits(device.frame("/dialog")));
            assertTrue(bottom(dialog, ".side") <= top(dialog, ".title"), "the title is covered");
            assertTrue(bottom(dialog, ".allow") <= top(dialog, ".not-now"), "the buttons overlap");
            dialog.locator(".allow").scrollIntoViewIfNeeded();
            assertThat(dialog.locator(".allow")).isInViewport();
            shoot(device, "consent-320x640");
        }
    }

    private static double top(FrameLocator dialog, String selector) {
        return dialog.locator(selector).boundingBox().y;
    }

    private static double bottom(FrameLocator dialog, String selector) {
        BoundingBox box = dialog.locator(selector).boundingBox();
        return box.y + box.height;
    }

    @ParameterizedTest
    @CsvSource({"1024,600", "600,1024", "320,640"})
    void differentAccountStaysInViewOnSmallTablets(int width, int height) throws Exception {
        try (Device device =
                Device.sized(browser, "tablet", width, height, ColorScheme.DARK).start()) {
            FrameLocator dialog = device.open(States.selection("tablet", States.loginNames(10)));
            for (int i = 0; i < 9; i++) {
                assertThat(dialog.locator(".manual"))
                        .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
                device.press("ArrowDown");
            }
            shoot(device, "selection-10-" + width + "x" + height);
            assertTrue(bottom(dialog, ".choices") <= top(dialog, ".manual"), "the list covers the button");
        }
    }

    private static Object fits(Frame frame) {
        return frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth");
    }

    @Test
    void arrowsArePhysicalWhereTheTextRunsFromRightToLeft() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
            device.frame("/dialog").evaluate("() => { document.documentElement.dir = 'rtl'; }");
            assertTrue(dialog.locator(".allow").boundingBox().x
                    > dialog.locator(".not-now").boundingBox().x);
            device.press("ArrowLeft");
            assertThat(Device.focused(dialog)).hasText("Not now");
            device.press("ArrowRight");
            assertThat(Device.focused(dialog)).hasText("Allow");
            shoot(device, "consent-rtl");
        }
    }

    @Test
    void nothingMovesWhereLessMotionIsWanted() throws Exception {
        try (Device device = Device.tv(browser)) {
            device.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            device.start();
            FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
            assertEquals("none", dialog.locator(".not-now").evaluate("(e) => getComputedStyle(e).transitionProperty"));
        }
    }

    @Test
    void focusIsSeenInForcedColours() throws Exception {
        try (Device device = Device.tv(browser)) {
            device.page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            device.start();
            FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
            assertEquals(true, dialog.locator(".buttons").evaluate("""
                                    (e) => getComputedStyle(e.children[0]).backgroundColor !== getComputedStyle(e.children[1]).backgroundColor
                                        && getComputedStyle(e.children[1]).outlineStyle === "solid"
                                    """));
            shoot(device, "consent-forced-colours");
        }
    }

    @Test
    void missingAndBrokenIconsBecomeALetter() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            for (String icon :
                    new String[] {null, "/icons/../shell", "/shell/pages/none.png", "https://evil.example/x.png"}) {
                var consent = States.consent("tv", "alice@example.com");
                var app = new java.util.HashMap<String, Object>();
                app.put("name", "SSISampleApplication");
                app.put("publisher", "Sample Video Ltd.");
                app.put("icon", icon);
                consent.put("app", app);
                FrameLocator dialog = device.open(consent);
                assertThat(dialog.locator(".app-letter")).hasText("S");
                device.client.closeDialog();
                device.awaitClosed();
            }
        }
    }

    private static void shoot(Device device, String name) {
        device.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
