package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The device's own screens, by remote.
@Tag("browser")
@ExtendWith(Chromium.class)
class ShellTest {
    private static final List<String> ARROWS = List.of("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight");

    private final Browser browser;
    private Device device;

    ShellTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void startAShell() throws Exception {
        device = Device.tv(browser);
        device.client.links(List.of(
                States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, 1_779_900_000_000L),
                States.link("link-2", "Northern News", 1_775_000_000_000L, null)));
        device.start();
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    private Locator control(String key) {
        return device.page.locator("[data-key=" + key + "]");
    }

    private void goTo(String screen) {
        switch (screen) {
            case "home" -> control("settings").waitFor();
            case "who" -> {
                control("who").click();
                device.page.locator(".who").waitFor();
            }
            case "settings" -> {
                control("settings").click();
                control("switch-account").waitFor();
            }
            case "links" -> {
                goTo("settings");
                control("links").click();
                device.page.locator(".link").first().waitFor();
            }
            case "confirm" -> {
                goTo("settings");
                control("switch-account").click();
                device.page.locator(".confirm").waitFor();
            }
            default -> throw new AssertionError(screen);
        }
    }

    @Test
    void focusStartsOnTheFirstApp() {
        assertThat(control("app-sample-tv")).isFocused();
        assertThat(device.page.locator("h1")).hasText("Hello, Alice");
    }

    /// Walks from the first control with arrows alone: every control is reached, none is a dead end, and there is
    /// always exactly one focus.
    @ParameterizedTest
    @ValueSource(strings = {"home", "who", "settings", "links", "confirm"})
    void everyControlIsReachedByArrowsAndLedAwayFrom(String screen) {
        goTo(screen);
        String scope = screen.equals("confirm") ? "#overlay" : "#screen";
        List<?> keys = (List<?>) device.page.evaluate(
                "(scope) => [...document.querySelectorAll(scope + ' .control')].map((e) => e.dataset.key)", scope);
        Set<Object> reached = new HashSet<>();
        Set<Object> ledAway = new HashSet<>();
        reached.add(focusedKey());
        for (Object key : keys) {
            for (String arrow : ARROWS) {
                control(key.toString()).focus();
                device.press(arrow);
                Object now = focusedKey();
                assertTrue(keys.contains(now), arrow + " from " + key + " led to " + now);
                if (!now.equals(key)) {
                    ledAway.add(key);
                    reached.add(now);
                }
            }
        }
        assertEquals(new HashSet<Object>(keys), reached);
        assertEquals(new HashSet<Object>(keys), ledAway);
    }

    private Object focusedKey() {
        return device.page.evaluate("() => document.activeElement.dataset.key ?? document.activeElement.tagName");
    }

    @Test
    void customerIsSwitched() {
        goTo("who");
        assertThat(control("customer-c-1")).isFocused();
        device.press("ArrowRight", "Enter");
        assertThat(device.page.locator("h1")).hasText("Hello, Bob");
        assertEquals(
                "{\"customer\":\"c-2\"}",
                device.client.calls("POST", "/shell/customer").get(0).body());
    }

    @ParameterizedTest
    @CsvSource({"child,Child profile. Apps cannot use Simple Sign-In.", "guest,Guest. Apps cannot use Simple Sign-In."})
    void profileIsSwitched(String profile, String text) {
        goTo("who");
        control("profile-" + profile).click();
        assertThat(device.page.locator(".welcome .soft")).hasText(text);
        assertEquals(profile, device.client.state("profile"));
    }

    @Test
    void deviceIsTurnedOffAtOnceAndOnAgain() {
        goTo("settings");
        Locator row = control("switch-device");
        row.click();
        assertThat(row).hasAttribute("aria-checked", "false");
        assertThat(row).isFocused();
        device.press("Enter");
        assertThat(row).hasAttribute("aria-checked", "true");
        assertEquals(
                List.of("{\"scope\":\"DEVICE\",\"on\":false}", "{\"scope\":\"DEVICE\",\"on\":true}"),
                device.client.calls("PUT", "/shell/switches").stream()
                        .map(FakeClient.Call::body)
                        .toList());
    }

    @Test
    void accountIsTurnedOffOnlyAfterTheQuestion() {
        goTo("confirm");
        assertThat(device.page.locator(".confirm")).containsText("Every link on all devices is removed for good.");
        assertThat(control("cancel")).isFocused();
        device.press("Enter");
        assertThat(control("switch-account")).isFocused();
        assertThat(control("switch-account")).hasAttribute("aria-checked", "true");
        assertEquals(List.of(), device.client.calls("PUT", "/shell/switches"));
        device.press("Enter");
        device.press("ArrowLeft", "Enter");
        assertThat(control("switch-account")).hasAttribute("aria-checked", "false");
        assertEquals(
                "{\"scope\":\"ACCOUNT\",\"on\":false}",
                device.client.calls("PUT", "/shell/switches").get(0).body());
    }

    @Test
    void appIsTurnedOffOnlyAfterTheQuestion() {
        goTo("settings");
        control("switch-news").click();
        assertThat(device.page.locator(".confirm h1")).hasText("Turn off for Northern News?");
        device.press("ArrowLeft", "Enter");
        assertThat(control("switch-news")).hasAttribute("aria-checked", "false");
        assertEquals(
                "{\"scope\":\"APP\",\"app\":\"news\",\"on\":false}",
                device.client.calls("PUT", "/shell/switches").get(0).body());
    }

    @Test
    void backTakesTheQuestionAway() {
        goTo("confirm");
        device.press("Escape");
        assertThat(device.page.locator(".confirm")).hasCount(0);
        assertThat(control("switch-account")).isFocused();
    }

    @Test
    void linkIsUnlinkedAfterTheQuestion() {
        goTo("links");
        assertThat(control("unlink-link-1")).isFocused();
        assertThat(device.page.locator(".link").first()).containsText("Linked");
        device.press("Enter");
        assertThat(device.page.locator(".confirm h1")).hasText("Unlink SSISampleApplication?");
        device.press("ArrowLeft", "Enter");
        assertThat(device.page.locator(".link")).hasCount(1);
        device.client.awaitCall("DELETE", "/shell/linked-accounts/link-1");
        assertThat(device.page.locator("#toast")).hasText("Unlinked.");
        assertThat(device.page.locator("*:focus")).hasCount(1);
    }

    @Test
    void accountNamesAreHidden() {
        goTo("settings");
        control("hide-names").click();
        assertThat(control("hide-names")).hasAttribute("aria-checked", "true");
        assertEquals(true, device.client.state("hideAccountNames"));
    }

    @Test
    void backLeadsHomeAndTheFocusIsWhereItWas() {
        goTo("links");
        device.press("Escape");
        assertThat(control("links")).isFocused();
        device.press("Escape");
        assertThat(control("settings")).isFocused();
        device.press("Escape");
        assertThat(control("settings")).isFocused();
    }

    @Test
    void backWorksWhileAChangeIsUnderWay() {
        goTo("settings");
        device.client.holdChanges(true);
        control("switch-device").focus();
        device.press("Enter");
        device.client.awaitCall("PUT", "/shell/switches");
        device.press("Enter", "Escape");
        assertThat(control("settings")).isFocused();
        device.client.holdChanges(false);
        assertThat(device.page.locator("#toast")).hasText("Saved.");
        assertThat(device.page.locator(".welcome .soft")).containsText("Simple Sign-In is off here");
        assertEquals(1, device.client.calls("PUT", "/shell/switches").size());
        assertThat(control("settings")).isFocused();
    }

    @Test
    void heldEnterPressesOnce() {
        control("settings").focus();
        for (int i = 0; i < 5; i++) {
            device.page.keyboard().down("Enter");
        }
        device.page.keyboard().up("Enter");
        control("switch-account").waitFor();
        assertThat(device.page.locator(".confirm")).hasCount(0);
    }

    @Test
    void appThatDoesNotOpenHereSaysSo() {
        control("app-console").click();
        assertThat(device.page.locator("#toast")).containsText("does not open from this screen");
        assertEquals(List.of(), device.client.calls("POST", "/shell/launches"));
    }

    @Test
    void changeOfStateIsShownAtOnceAndKeepsTheFocus() {
        control("settings").focus();
        device.client.state("customers", List.of(States.customer("c-9", "Carol", true)));
        assertThat(device.page.locator("h1")).hasText("Hello, Carol");
        assertThat(control("settings")).isFocused();
    }

    @Test
    void serverAwayIsSaidAndSwitchesAreNotGuessed() {
        device.client.state("serverReachable", false);
        device.client.state("switches", null);
        assertThat(device.page.locator(".notice")).containsText("cannot be reached");
        control("settings").click();
        assertThat(device.page.locator(".content")).containsText("cannot be shown while the sign-in server is away");
        assertThat(control("switch-account")).hasCount(0);
        assertThat(device.page.locator("*:focus")).hasCount(1);
    }

    @Test
    void screenFindsTheClientAgainAfterAnOutage() {
        device.client.away(true);
        assertThat(device.page.locator(".notice")).containsText("This device is not answering");
        assertThat(device.page.locator("*:focus")).hasCount(1);
        device.client.away(false);
        assertThat(device.page.locator(".notice")).hasCount(0);
    }

    @Test
    void screenWhoseSessionHasEndedSaysSo() {
        device.client.endSession();
        device.client.state("serverReachable", true);
        assertThat(device.page.locator(".message")).containsText("This screen has been replaced");
    }

    @Test
    void hostileNamesOnHomeStayText() {
        String name = "<b>x</b>\u202E" + "W".repeat(10_000);
        device.client.state("apps", List.of(States.app("sample-tv", name, name, "web", true, "//evil.example/icon")));
        device.client.state("customers", List.of(States.customer("c-1", name, true)));
        device.client.state("deviceName", name);
        assertThat(device.page.locator(".tile-name").first()).hasText(java.util.regex.Pattern.compile("<b>x</b>W+…"));
        assertEquals(0, device.page.locator("#screen b, .tile img").count());
        assertEquals(true, device.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    @Test
    void dialogOfANativeAppOpensOverHomeAndGivesTheFocusBack() {
        control("settings").focus();
        device.client.state("inFront", "console");
        assertThat(device.page.locator(".running")).hasText("Sample Console is running");
        device.open(States.consent("tv", "alice@example.com"));
        assertThat(device.page.locator("#screen")).hasAttribute("inert", "");
        device.press("Enter");
        device.awaitClosed();
        assertThat(control("settings")).isFocused();
        assertThat(device.page.locator("#result")).hasText("Not linked.");
    }

    /// Opens the shell twice in one page, as the demo does with its devices.
    private static void embed(Device device) {
        device.page.navigate(device.app.embedder());
        for (String name : List.of("tv", "other")) {
            device.page.evaluate(
                    "([url, name]) => { const form = document.forms[0]; form.action = url; form.target = name; form.submit(); }",
                    List.of(device.client.origin() + "/shell", name));
            device.page
                    .frameLocator("iframe[name=" + name + "]")
                    .locator(".tile")
                    .first()
                    .waitFor();
        }
    }

    @Test
    void shellInASmallFrameIsASmallTv() throws Exception {
        try (Device embedded = Device.tv(browser)) {
            embed(embedded);
            assertEquals(
                    Map.of("size", "22.5px", "overflow", false),
                    embedded.page
                            .frame("tv")
                            .evaluate("() => ({size: getComputedStyle(document.querySelector('h1')).fontSize,"
                                    + " overflow: document.documentElement.scrollWidth > innerWidth})"));
            embedded.page.screenshot(
                    new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "embedded-600x337.png")));
        }
    }

    @Test
    void deviceTakesTheKeyboardFromNoOtherDevice() throws Exception {
        try (Device embedded = Device.tv(browser)) {
            embed(embedded);
            FrameLocator tv = embedded.page.frameLocator("iframe[name=tv]");
            FrameLocator other = embedded.page.frameLocator("iframe[name=other]");
            assertThat(embedded.page.locator("iframe:focus")).hasCount(0);
            tv.locator(".home .large").click();
            assertThat(tv.locator("[data-key=app-sample-tv]")).isFocused();
            embedded.client.state("customers", List.of(States.customer("c-9", "Carol", true)));
            assertThat(other.locator("h1")).hasText("Hello, Carol");
            assertThat(tv.locator("h1")).hasText("Hello, Carol");
            assertThat(tv.locator("[data-key=app-sample-tv]")).isFocused();
            // Both screens belong to one client here, so both show the dialog; the keyboard stays where it was.
            embedded.client.openDialog(States.consent("tv", "alice@example.com"));
            other.frameLocator(".dialog-frame")
                    .locator("html[data-input=taken]")
                    .waitFor();
            tv.frameLocator(".dialog-frame").locator("html[data-input=taken]").waitFor();
            assertThat(tv.frameLocator(".dialog-frame").locator(".not-now")).isFocused();
            other.frameLocator(".dialog-frame").locator(".title").click();
            assertThat(other.frameLocator(".dialog-frame").locator(".not-now")).isFocused();
            embedded.press("ArrowLeft");
            assertThat(other.frameLocator(".dialog-frame").locator(".allow")).isFocused();
            assertThat(embedded.page.locator("iframe[name=other]")).isFocused();
            tv.frameLocator(".dialog-frame").locator(".title").click();
            assertThat(tv.frameLocator(".dialog-frame").locator(".not-now")).isFocused();
        }
    }

    @Test
    void wordsOfADialogAreOnTheirWayWhileTheClientIsAskedWhatToShow() {
        device.awaitNextFrame();
        List<Route> asked = new ArrayList<>();
        device.page.route("**/shell/dialog", asked::add);
        device.page.waitForRequest(
                request -> request.url().endsWith("/messages/en-US.json"),
                () -> device.client.openDialog(States.consent("tv", "alice@example.com")));
        device.page.waitForCondition(() -> !asked.isEmpty());
        asked.get(0).resume();
        assertThat(device.dialog().locator(".allow")).isVisible();
    }
}
