package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both dialogs over an app, answered with keys and fingers as a person would.
@Tag("browser")
@ExtendWith(Chromium.class)
class DialogInputTest {
    private static final List<String> ARROWS = List.of("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight");

    private final Browser browser;
    private Device device;

    DialogInputTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void launchAnApp() throws Exception {
        device = Device.tv(browser).start().launchApp();
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    private static Map<String, Object> consent() {
        return States.consent("tv", "alice@example.com");
    }

    private static Map<String, Object> selection(int count) {
        return States.selection("tv", States.loginNames(count));
    }

    @Test
    void enterAloneNeverGrants() {
        FrameLocator dialog = device.open(consent());
        assertThat(Device.focused(dialog)).hasText("Not now");
        device.press("Enter");
        assertEquals("declined", device.client.outcome().outcome());
        device.awaitClosed();
    }

    @Test
    void arrowAndEnterAllow() {
        FrameLocator dialog = device.open(consent());
        device.press("ArrowLeft");
        assertThat(Device.focused(dialog)).hasText("Allow");
        device.press("Enter");
        assertEquals("allowed", device.client.outcome().outcome());
        device.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Escape", "GoBack", "BrowserBack"})
    void backDeclinesAConsent(String key) {
        device.open(consent());
        device.press("ArrowLeft");
        pressNamed(key);
        assertEquals("declined", device.client.outcome().outcome());
        device.awaitClosed();
    }

    @Test
    void backDismissesASelection() {
        device.open(selection(2));
        device.press("Escape");
        assertEquals("dismissed", device.client.outcome().outcome());
    }

    @Test
    void onePressSignsInWithTheAccountUsedLast() {
        FrameLocator dialog = device.open(selection(5));
        assertThat(Device.focused(dialog)).containsText("alice.liddell@wonderland.example");
        device.press("Enter");
        assertEquals("selected", device.client.outcome().outcome());
        assertEquals("link-1", device.client.outcome().linkId());
    }

    @Test
    void anotherAccountIsReachedByArrows() {
        device.open(selection(5));
        device.press("ArrowDown", "ArrowDown", "Enter");
        assertEquals("link-3", device.client.outcome().linkId());
    }

    @Test
    void differentAccountIsManual() {
        device.open(selection(1));
        device.press("ArrowDown", "Enter");
        assertEquals("manual", device.client.outcome().outcome());
    }

    @Test
    void nothingIsAnsweredBeforeTheGuardOpens() {
        device.client.openDialog(consent());
        for (int i = 0; device.client.outcomes().isEmpty() && i < 2000; i++) {
            device.press("ArrowLeft", "Enter");
        }
        Duration after = device.client.outcome().afterPainted();
        assertTrue(after.compareTo(Duration.ofMillis(500)) >= 0, () -> "answered after " + after);
    }

    @Test
    void noClickIsTakenBeforeTheGuardOpens() {
        device.client.openDialog(consent());
        device.dialog().locator(".allow").waitFor();
        device.frame("/dialog").evaluate("""
                        () => {
                          const click = () => document.querySelectorAll(".allow").forEach((allow) =>
                              ["pointerdown", "click"].forEach((type) => allow.dispatchEvent(new Event(type, {bubbles: true}))));
                          setInterval(click, 5);
                        }
                        """);
        Duration after = device.client.outcome().afterPainted();
        assertTrue(after.compareTo(Duration.ofMillis(500)) >= 0, () -> "answered after " + after);
    }

    @Test
    void keyHeldFromTheAppDoesNothing() {
        device.page.keyboard().down("Enter");
        FrameLocator dialog = device.open(consent());
        for (int i = 0; i < 20; i++) {
            device.page.keyboard().down("Enter");
        }
        device.page.keyboard().up("Enter");
        assertThat(Device.focused(dialog)).hasText("Not now");
        assertEquals(List.of(), device.client.outcomes());
        device.press("Enter");
        assertEquals("declined", device.client.outcome().outcome());
    }

    @Test
    void repeatsOfAnArrowMoveOnce() {
        FrameLocator dialog = device.open(selection(5));
        for (int i = 0; i < 10; i++) {
            device.page.keyboard().down("ArrowDown");
        }
        device.page.keyboard().up("ArrowDown");
        assertThat(Device.focused(dialog)).containsText("family@example.org");
    }

    @Test
    void guardStartsAgainAfterAResize() {
        device.open(consent());
        device.press("ArrowLeft");
        device.page.setViewportSize(1920, 1080);
        device.dialog().locator("html[data-input=ignored]").waitFor();
        device.taken();
        assertThat(Device.focused(device.dialog())).hasText("Allow");
    }

    @Test
    void guardStartsAgainWhenTheScreenWasHidden() {
        device.open(consent());
        device.frame("/dialog").evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
        assertEquals("ignored", device.frame("/dialog").evaluate("() => document.documentElement.dataset.input"));
        device.taken();
    }

    @Test
    void keysAreConsumedSoThatTheAppSeesNone() {
        device.open(consent());
        device.press("ArrowLeft", "ArrowRight", "Escape");
        device.awaitClosed();
        assertThat(device.appFrame().locator("#two")).isFocused();
        assertEquals(List.of(), device.frame("sample.").evaluate("() => window.keys"));
    }

    @Test
    void heldBackKeepsTheDialogUntilItIsReleased() {
        device.open(consent());
        device.page.keyboard().down("Escape");
        assertEquals("declined", device.client.outcome().outcome());
        // The login name is gone at once; the frame stays for the keyup, which must not reach the app.
        assertThat(device.dialog().locator(".panel")).hasCount(0);
        device.page.keyboard().up("Escape");
        device.awaitClosed();
        assertEquals(List.of(), device.frame("sample.").evaluate("() => window.keys"));
    }

    @ParameterizedTest
    @CsvSource({"consent,0", "selection,1", "selection,2", "selection,5", "selection,10"})
    void everyControlTimesFourArrowsKeepsOneFocusInside(String kind, int count) {
        FrameLocator dialog = device.open(kind.equals("consent") ? consent() : selection(count));
        int controls = dialog.locator("button").count();
        assertEquals(kind.equals("consent") ? 2 : count + 1, controls);
        for (int i = 0; i < controls; i++) {
            for (String arrow : ARROWS) {
                dialog.locator("button").nth(i).focus();
                device.press(arrow);
                assertEquals(1, Device.focused(dialog).count(), arrow + " from " + i);
                assertEquals(
                        "BUTTON",
                        device.frame("/dialog").evaluate("() => document.activeElement.tagName"),
                        arrow + " from " + i);
            }
        }
        assertThat(device.page.locator(".dialog-frame")).isFocused();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void everyAccountIsReachedAndTheWayBackIsTheSame(int count) {
        FrameLocator dialog = device.open(selection(count));
        dialog.locator(".choice").first().focus();
        for (int i = 1; i < count; i++) {
            device.press("ArrowDown");
            assertThat(dialog.locator(".choice").nth(i)).isFocused();
            assertThat(dialog.locator(".choice").nth(i))
                    .isInViewport(new com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions()
                            .setRatio(0.99));
            assertThat(dialog.locator(".manual"))
                    .isInViewport(new com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions()
                            .setRatio(1));
        }
        device.press("ArrowDown", "ArrowDown");
        assertThat(dialog.locator(".manual")).isFocused();
        for (int i = count - 1; i >= 0; i--) {
            device.press("ArrowUp");
            assertThat(dialog.locator(".choice").nth(i)).isFocused();
        }
        device.press("ArrowUp");
        assertThat(dialog.locator(".choice").first()).isFocused();
    }

    @Test
    void tabStaysWithinTheDialog() {
        FrameLocator dialog = device.open(consent());
        for (int i = 0; i < 5; i++) {
            device.press(i % 2 == 0 ? "Tab" : "Shift+Tab");
            assertEquals(1, Device.focused(dialog).count());
            assertThat(device.page.locator(".dialog-frame")).isFocused();
        }
    }

    @Test
    void pressBesideTheButtonsKeepsTheFocus() {
        FrameLocator dialog = device.open(consent());
        device.page.mouse().click(640, 30);
        device.page.mouse().click(200, 300);
        dialog.locator(".title").click();
        assertThat(Device.focused(dialog)).hasText("Not now");
        assertEquals(List.of(), device.client.outcomes());
    }

    @Test
    void clientMayCloseTheDialog() {
        device.open(consent());
        device.client.closeDialog();
        device.awaitClosed();
        assertThat(device.appFrame().locator("#two")).isFocused();
        assertEquals(List.of(), device.client.outcomes());
    }

    @Test
    void answerThatDidNotArriveCanBeGivenAgain() {
        FrameLocator dialog = device.open(consent());
        device.client.refuseOutcomes(1);
        device.press("ArrowLeft", "Enter");
        assertThat(dialog.locator(".status")).hasText("That did not arrive. Please try again.");
        device.taken();
        assertThat(Device.focused(dialog)).hasText("Allow");
        device.press("Enter");
        assertEquals("allowed", device.client.outcome().outcome());
    }

    @Test
    void homeLeavesAppAndDialog() {
        device.open(consent());
        device.press("Home");
        device.page.locator("#screen .tile").first().waitFor();
        device.awaitClosed();
        assertThat(device.page.locator(".app-frame")).hasCount(0);
        device.client.awaitCall("DELETE", "/shell/launches/current");
        assertThat(device.page.locator("[data-key=app-sample-tv]")).isFocused();
    }

    @Test
    void appCannotTakeTheKeysWhileADialogIsOpen() {
        FrameLocator dialog = device.open(consent());
        var app = device.frame("sample.");
        assertThat(device.page.locator(".app-frame")).hasAttribute("inert", "");
        app.evaluate("() => { window.focus(); document.getElementById('one').focus(); }");
        assertThat(device.page.locator(".dialog-frame")).isFocused();
        assertThat(Device.focused(dialog)).hasText("Not now");
        device.press("ArrowLeft");
        assertThat(Device.focused(dialog)).hasText("Allow");
        assertEquals(List.of(), app.evaluate("() => window.keys"));
        assertThat(device.page.locator("#stage")).hasAttribute("inert", "");
    }

    @Test
    void secondDialogFollowsTheFirst() {
        device.open(consent());
        device.press("Enter");
        device.client.outcome();
        FrameLocator dialog = device.open(selection(2));
        assertThat(dialog.locator(".title")).hasText(Pattern.compile("Choose your .*SSISampleApplication.* account"));
        assertThat(device.page.locator(".dialog-frame")).hasCount(1);
    }

    @Test
    void fingersAllowOnATablet() throws Exception {
        try (Device tablet = Device.tablet(browser).start().launchApp()) {
            FrameLocator dialog = tablet.open(States.consent("tablet", "alice@example.com"));
            dialog.locator(".allow").tap();
            assertEquals("allowed", tablet.client.outcome().outcome());
            tablet.awaitClosed();
        }
    }

    @Test
    void fingersChooseOnATablet() throws Exception {
        try (Device tablet = Device.tablet(browser).start().launchApp()) {
            FrameLocator dialog = tablet.open(States.selection("tablet", States.loginNames(10)));
            dialog.locator(".choice").nth(9).tap();
            assertEquals("link-9", tablet.client.outcome().linkId());
        }
    }

    /// Playwright has no name for the remote's own keys, so they come as the browser would deliver them.
    private void pressNamed(String key) {
        if (key.equals("Escape")) {
            device.press(key);
        } else {
            device.frame("/dialog").evaluate("""
                            (key) => ["keydown", "keyup"].forEach((type) => document.activeElement.dispatchEvent(
                                new KeyboardEvent(type, {key, code: key, bubbles: true, cancelable: true})))
                            """, key);
        }
    }
}
