package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.theme.Theme;
import org.simplesignin.client.theme.ThemeFile;

/// A theme and the preview of it, served by the real client under its own policy.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreviewTest {
    private static final String THEME = """
            {"dark": {"panel": "#101820", "accent": "#ffc857", "on-accent": "#221a00"}, "light": {"accent": "#5b3a00"},
             "fonts": ["Brand Sans"], "corner": 8, "mark": "ours.svg"}""";

    private final TestDevice device;
    private final BrowserContext context;
    private final Page page;
    private final Theme theme;
    private final List<String> errors = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    PreviewTest(Browser browser, @TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("ours.svg"),
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\" id=\"ours\"><rect width=\"4\" height=\"4\"/></svg>");
        theme = ThemeFile.read(Files.writeString(directory.resolve("theme.json"), THEME));
        device = new TestDevice(Files.createDirectory(directory.resolve("data")));
        device.restart(new Look(theme, true));
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1400, 1000));
        page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onRequest(request -> asked.add(request.method() + " " + request.url()));
    }

    @BeforeEach
    void forget() {
        errors.clear();
        asked.clear();
    }

    @AfterEach
    void pagesReportNoError() {
        assertEquals(List.of(), errors);
    }

    @AfterAll
    void stop() {
        context.close();
        device.close();
    }

    private FrameLocator open(String choice) {
        page.navigate(device.origin() + "/preview" + choice);
        return shown();
    }

    private FrameLocator shown() {
        FrameLocator dialog = page.frameLocator("#screen iframe");
        dialog.locator("html[data-input=taken] .panel").waitFor();
        return dialog;
    }

    private Frame frame() {
        return page.frames().stream()
                .filter(each -> each.url().endsWith("/preview/dialog"))
                .findFirst()
                .orElseThrow();
    }

    private static Object style(FrameLocator dialog, String selector, String property) {
        return dialog.locator(selector).evaluate("(e, p) => getComputedStyle(e)[p]", property);
    }

    private void choose(String name, String value) {
        page.locator("select[name=" + name + "]").selectOption(value);
    }

    @Test
    void themeDressesTheDialog() {
        FrameLocator dialog = open("?language=en-US&size=tv 1280 720");
        assertEquals("rgb(16, 24, 32)", style(dialog, ".panel", "backgroundColor"));
        assertEquals(
                8 * 720 / 540.0,
                Double.parseDouble(((String) style(dialog, ".panel", "borderTopLeftRadius")).replace("px", "")),
                0.1);
        assertThat(Device.focused(dialog)).hasText("Not now");
        assertEquals("rgb(255, 200, 87)", style(dialog, ".not-now", "backgroundColor"));
        assertEquals("rgb(34, 26, 0)", style(dialog, ".not-now", "color"));
        for (String selector : List.of(".title", ".text", ".allow")) {
            String families = (String) style(dialog, selector, "fontFamily");
            assertTrue(families.startsWith("\"Brand Sans\", system-ui, "), families);
        }
        Object mark = frame().evaluate("""
                async () => {
                  const mark = document.querySelector(".mark");
                  await mark.decode();
                  return (await (await fetch(mark.src)).text()).includes('id="ours"');
                }
                """);
        assertEquals(true, mark);
    }

    @Test
    void lightSchemeIsForTabletsAlone() {
        FrameLocator dialog = open("?size=tablet 800 1280&scheme=light");
        assertEquals("rgb(91, 58, 0)", style(dialog, ".avatar", "backgroundColor"));
        assertEquals("rgb(247, 249, 252)", style(dialog, ".panel", "backgroundColor"));
        choose("scheme", "dark");
        assertEquals("rgb(255, 200, 87)", style(shown(), ".avatar", "backgroundColor"));
        choose("scheme", "light");
        choose("size", "tv 1280 720");
        assertEquals("rgb(255, 200, 87)", style(shown(), ".avatar", "backgroundColor"));
    }

    @Test
    void everyLanguageIsDrawn() {
        FrameLocator dialog = open("?language=en-US");
        String english = dialog.locator(".text").textContent();
        List<?> languages =
                (List<?>) page.evaluate("() => [...document.querySelector('[name=language]')].map((o) => o.value)");
        assertTrue(languages.size() >= 21, languages::toString);
        assertTrue(languages.containsAll(Messages.languages()), languages::toString);
        for (Object language : languages) {
            choose("language", (String) language);
            dialog.locator("html[lang=" + language + "] .panel").waitFor();
            boolean rightToLeft = List.of("ar", "he", "ar-XB").contains(language);
            assertEquals(rightToLeft ? "rtl" : "ltr", style(dialog, ".panel", "direction"), language::toString);
            if (!language.toString().startsWith("en-") || language.equals("en-XA")) {
                assertNotEquals(english, dialog.locator(".text").textContent(), language::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tv 1920 1080, tv",
        "tv 1280 720, tv",
        "tv 960 540, tv",
        "tablet 1280 800, tablet",
        "tablet 800 1280, tablet",
        "tablet 390 844, tablet"
    })
    void everySizeIsThatOfAScreen(String size, String form) {
        FrameLocator dialog = open("?dialog=10&size=" + size);
        assertThat(dialog.locator("html")).hasAttribute("data-form", form);
        assertEquals(
                size,
                form + " " + frame().evaluate("() => `${innerWidth} ${innerHeight}`"),
                "the frame is not that large");
        assertThat(dialog.locator(".choice")).hasCount(10);
        assertThat(dialog.locator(".manual")).isVisible();
    }

    @Test
    void namesAreMaskedOrAsLongAsCanBe() {
        FrameLocator dialog = open("?dialog=5&names=hidden");
        assertThat(dialog.locator(".choice bdi").first()).containsText("•••");
        choose("names", "long");
        assertThat(shown().locator(".choice bdi").first()).containsText("WWWW");
        choose("names", "icon");
        assertThat(shown().locator(".app-letter")).isVisible();
    }

    @Test
    void answerIsSaidAndNobodyIsAsked() {
        FrameLocator dialog = open("?platform=webos&beneath=bright");
        dialog.locator(".allow").click();
        assertThat(page.locator("#said")).containsText("Would answer: allowed");
        assertThat(dialog.locator(".panel")).hasCount(0);
        choose("dialog", "2");
        shown().locator(".manual").click();
        assertThat(page.locator("#said")).containsText("Would answer: manual");
        assertTrue(asked.stream().allMatch(each -> each.startsWith("GET ")), asked::toString);
        assertTrue(asked.stream().noneMatch(each -> each.contains("/shell/dialog")), asked::toString);
    }

    @Test
    void guardIsTheRealOne() {
        open("");
        frame().evaluate("""
                () => {
                  window.shown = [];
                  const look = () => {
                    const there = document.querySelector(".panel") !== null;
                    if (there !== (shown.length % 2 === 1)) shown.push(performance.now());
                  };
                  new MutationObserver(look).observe(document.getElementById("root"), {childList: true});
                  setInterval(() => document.querySelector(".allow")?.click(), 5);
                }
                """);
        page.locator("#said", new Page.LocatorOptions().setHasText("Would answer: allowed"))
                .waitFor();
        frame().evaluate("() => { shown.length = 0; }");
        choose("names", "icon");
        frame().waitForFunction("() => shown.length === 2");
        double millis = ((Number) frame().evaluate("() => shown[1] - shown[0]")).doubleValue();
        assertTrue(millis >= 500, () -> "answered after " + millis + " ms");
    }

    @Test
    void unknownChoicesInALinkAreTheDefault() {
        FrameLocator dialog = open("?language=xx&dialog=999&size=huge&platform=<script>");
        assertThat(dialog.locator("html")).hasAttribute("lang", "de");
        assertThat(dialog.locator(".allow")).hasCount(1);
    }

    /// The same theme in the dialog that the shell opens, and on the shell's own screens.
    @Test
    void themeDressesTheDevice(Browser browser) throws Exception {
        try (Device tv = Device.tv(browser)) {
            tv.client.theme(theme);
            tv.start();
            assertEquals(Map.of("accent", "#ffc857", "panel", "#101820"), tv.page.evaluate("""
                            () => Object.fromEntries(["accent", "panel"].map((name) =>
                              [name, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim()]))
                            """));
            FrameLocator dialog = tv.open(States.consent("tv", "alice@example.com"));
            assertEquals("rgb(16, 24, 32)", style(dialog, ".panel", "backgroundColor"));
            assertEquals("rgb(255, 200, 87)", style(dialog, ".not-now", "backgroundColor"));
        }
    }
}
