package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every language where it is drawn, and the two pseudo-locales of the build: `en-XA`, longer by two fifths, and
/// `ar-XB`, mirrored. Names are as long as the longest that people and shops have.
@Tag("browser")
@ExtendWith(Chromium.class)
class LanguagesTest {
    private static final String APP = "Extraordinary Stories Television";
    private static final String CUSTOMER = "Maximiliane-Josephine Hohenberg";
    private static final String LOGIN_NAME = "maximiliane.josephine.hohenberg@subdomain.example.com";

    /// Long, tall, joined, without spaces, from right to left: what a layout breaks on. Dialogs have all.
    private static final List<String> HARD = List.of("en-XA", "ar-XB", "de", "pl", "tr", "hi", "he", "ja");

    /// Every piece of text that is not wholly seen: outside of the screen, or cut off by an element around it. What
    /// a list scrolls to is seen.
    private static final String CUT = """
            (within) => {
              const cut = [];
              const walker = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const parent = node.parentElement;
                if (node.data.trim() === "" || parent.closest(".unseen, [hidden], [inert], script") || !parent.checkVisibility({ visibilityProperty: true })) continue;
                const range = document.createRange();
                range.selectNodeContents(node);
                const boxes = [{ left: 0, right: innerWidth, top: -1e6, bottom: 1e6, name: "screen" }];
                let scrolls = false;
                for (let at = parent; at && at !== document.body; at = at.parentElement) {
                  const style = getComputedStyle(at);
                  scrolls ||= ["auto", "scroll"].includes(style.overflowY) && !at.classList.contains("panel");
                  if (style.overflowX === "visible" || style.display === "inline") continue;
                  const { left, right, top, bottom } = at.getBoundingClientRect();
                  boxes.push({ left, right, top: scrolls ? -1e6 : top, bottom: scrolls ? 1e6 : bottom, name: at.className || at.tagName });
                }
                if (!scrolls) Object.assign(boxes[0], { top: 0, bottom: innerHeight });
                for (const r of range.getClientRects()) {
                  const lost = boxes.find((b) => r.left < b.left - 1 || r.right > b.right + 1 || r.top < b.top - 4 || r.bottom > b.bottom + 4);
                  if (lost) { cut.push(`<${node.data.trim()}> by ${lost.name}`); break; }
                }
              }
              return cut;
            }""";

    private final Browser browser;

    LanguagesTest(Browser browser) {
        this.browser = browser;
    }

    private static List<String> everyLanguage() {
        return Stream.concat(Stream.of("en-XA", "ar-XB"), Messages.languages().stream())
                .toList();
    }

    private static List<Map<String, Object>> dialogs(String form, String language) {
        Map<String, Object> consent = States.consent(form, LOGIN_NAME);
        Map<String, Object> selection =
                States.selection(form, List.of(LOGIN_NAME, "alice@example.com", "Kitchen profile"));
        return Stream.of(consent, selection)
                .peek(dialog -> dialog.put("language", language))
                .peek(dialog -> dialog.put("customer", Map.of("displayName", CUSTOMER)))
                .peek(dialog -> dialog.put(
                        "app", Map.of("name", APP, "publisher", "Extraordinary Stories Broadcasting Corporation")))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"tv,1920,1080", "tv,1280,720", "tv,960,540", "tablet,1280,800", "tablet,800,1280"})
    void noTextOfADialogIsCutOff(String form, int width, int height) throws Exception {
        List<String> problems = new ArrayList<>();
        try (Bench bench = new Bench(browser, form, width, height)) {
            Page page = bench.device.page;
            for (String language : everyLanguage()) {
                for (Map<String, Object> dialog : dialogs(form, language)) {
                    bench.open(dialog, "desktop");
                    cut(page, ".panel", problems, language + " " + dialog.get("kind"));
                    assertEquals(language, page.evaluate("() => document.documentElement.lang"));
                    bench.end();
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    private static void cut(Page page, String within, List<String> problems, String where) {
        for (Object each : (List<?>) page.evaluate(CUT, within)) {
            problems.add(where + ": " + each);
        }
    }

    @ParameterizedTest
    @CsvSource({"tv,1280,720", "tablet,800,1280"})
    void noTextOfAScreenIsCutOff(String form, int width, int height) throws Exception {
        List<String> problems = new ArrayList<>();
        try (Device device = Device.sized(browser, form, width, height, ColorScheme.DARK)) {
            device.client.state(
                    "customers", List.of(States.customer("c-1", CUSTOMER, true), States.customer("c-2", "Bob", false)));
            device.client.state(
                    "apps",
                    List.of(
                            States.app("sample-tv", APP, "Extraordinary Stories", "web", true, null),
                            States.app("console", "Sample Console", "Sample Video Ltd.", "native", false, null)));
            device.client.links(List.of(
                    States.link("link-1", APP, 1_777_800_000_000L, 1_779_900_000_000L),
                    States.link("link-2", "Northern News", 1_775_000_000_000L, null)));
            device.start();
            Screens screens = new Screens(device, form.equals("tv") ? HARD : HARD.subList(0, 2), problems);
            screens.look("home");
            device.client.state("serverReachable", false);
            screens.look("home away");
            device.client.state("serverReachable", true);
            screens.settings();
            screens.people();
            screens.registration();
        }
        assertEquals(List.of(), problems);
    }

    /// Goes through the screens as a person does, and at each through the languages: every change is drawn at once.
    private record Screens(Device device, List<String> languages, List<String> problems) {
        void look(String name) {
            for (String language : languages) {
                speak(language);
                cut(device.page, "body", problems, language + " " + name);
            }
            speak("en-US");
        }

        /// A question is asked in one language: a change of it takes the question away.
        void ask(String name, String key, String shown) {
            for (String language : languages) {
                speak(language);
                click(key);
                device.page.locator(shown).first().waitFor();
                cut(device.page, "body", problems, language + " " + name);
                device.press("Escape");
            }
            speak("en-US");
        }

        private void speak(String language) {
            device.client.state("language", language);
            device.page.waitForFunction("(tag) => document.documentElement.lang === tag", language);
            // The texts are there; what is drawn from them comes before the next frame but one.
            device.page.evaluate(
                    "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        }

        void settings() {
            click("settings");
            look("settings");
            ask("question", "switch-account", ".confirm");
            ask("reset", "reset", ".reset-digits span");
            click("links");
            device.page.locator("[data-key=unlink-link-2]").waitFor();
            look("links");
            device.press("Escape", "Escape");
        }

        void people() {
            click("who");
            look("who");
            click("people");
            look("people");
            device.press("Escape");
        }

        void registration() {
            click("add");
            device.page.locator(".code").waitFor();
            look("code");
            for (String ended : List.of("refused", "expired", "server_away")) {
                device.client.registration(FakeRegistration.ended(ended));
                device.page.locator(".screen-registration-" + ended).waitFor();
                look("registration " + ended);
            }
            device.client.registration(FakeRegistration.registered("c-1"));
            device.page.locator("[data-key=done]").waitFor();
            look("registered");
        }

        private void click(String key) {
            device.page.locator("[data-key=" + key + "]").click();
        }
    }

    @Test
    void languageOfTheDeviceChangesAnOpenDialogAndTheShellAtOnce() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            Map<String, Object> consent = States.consent("tv", "alice@example.com");
            FrameLocator dialog = device.open(consent);
            device.press("ArrowLeft");
            assertThat(Device.focused(dialog)).hasText("Allow");
            consent.put("language", "he");
            device.client.state("language", "he");
            assertThat(dialog.locator("html")).hasAttribute("dir", "rtl");
            assertThat(dialog.locator(".allow")).hasText(text("he", "consent.allow"));
            // What had the focus has it still, and takes no input until its new words have been there for a while.
            assertThat(Device.focused(dialog)).hasText(text("he", "consent.allow"));
            device.taken();
            assertThat(device.page.locator("html")).hasAttribute("lang", "he");
            device.client.closeDialog();
            device.awaitClosed();
            assertThat(device.page.locator("[data-key=settings]")).hasText(text("he", "home.settings"));
        }
    }

    private static String text(String language, String key) {
        return Messages.all().get(language).get(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "he", "ar-XB"})
    void dialogIsMirroredAndItsArrowsPointWhereTheyPoint(String language) throws Exception {
        try (Device device = Device.tv(browser).start()) {
            Map<String, Object> consent = States.consent("tv", "alice@example.com");
            consent.put("language", language);
            FrameLocator dialog = device.open(consent);
            assertTrue(left(dialog, ".side") > left(dialog, ".main"));
            assertTrue(left(dialog, ".allow") > left(dialog, ".not-now"));
            device.press("ArrowLeft");
            assertThat(dialog.locator(".not-now")).isFocused();
            device.press("ArrowRight");
            assertThat(dialog.locator(".allow")).isFocused();
            device.press("ArrowLeft");
            assertThat(dialog.locator(".not-now")).isFocused();
        }
    }

    private static double left(FrameLocator dialog, String selector) {
        Locator element = dialog.locator(selector);
        return element.boundingBox().x;
    }

    /// Debian: `apt install fonts-noto-core fonts-noto-cjk`; `.ci/run` does.
    @ParameterizedTest
    @ValueSource(strings = {"ja", "ko", "hi", "ar", "he"})
    void everyCharacterIsDrawnByAFont(String language) throws Exception {
        try (Bench bench = new Bench(browser)) {
            String all = String.join(" ", Messages.all().get(language).values());
            assertEquals(List.of(), bench.run("""
                    async ([text, language]) => {
                      const { undrawable } = await import("/shell/pages/glyphs.js");
                      document.documentElement.lang = language;
                      const element = document.createElement("p");
                      element.textContent = text;
                      document.body.append(element);
                      return undrawable(element);
                    }""", List.of(all, language)));
        }
    }
}
