package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A game pad of the Gamepad API. The browser's list of pads is the test's own, kept on the top page and read by the
/// dialog's frame as well; everything that reads it is real.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GamePadTest {
    private static final String PADS = """
            (() => {
              const home = (() => { try { return top.document ? top : window; } catch { return window; } })();
              home.testPad ??= {connected: false, mapping: "standard", axes: [0, 0], pressed: []};
              navigator.getGamepads = () => home.testPad.connected
                ? [null, {mapping: home.testPad.mapping, axes: home.testPad.axes,
                    buttons: Array.from({length: 17}, (_, i) => ({pressed: home.testPad.pressed.includes(i)}))}]
                : [null];
            })();
            """;
    private static final int A = 0;
    private static final int B = 1;
    private static final int LEFT = 14;
    private static final int RIGHT = 15;
    private static final int GUIDE = 16;

    private final Device device;

    GamePadTest(Browser browser) throws Exception {
        device = Device.tv(browser);
        device.context.addInitScript(PADS);
        device.start();
        set("{connected: true}");
    }

    @AfterEach
    void letGo() {
        set("{connected: true, mapping: 'standard', axes: [0, 0], pressed: []}");
        device.client.closeDialog();
        device.awaitClosed();
        device.client.forgetOutcomes();
        device.client.state("platform", "desktop");
        assertThat(device.page.locator("html")).hasAttribute("data-platform", "desktop");
    }

    @AfterAll
    void closeIt() {
        device.close();
    }

    private void set(String values) {
        device.page.evaluate(
                "(values) => { Object.assign(window.testPad, values);"
                        + " [window, ...Array.from(window.frames)].forEach((w) => { try { w.dispatchEvent(new Event('gamepadconnected')); } catch {} }); }",
                device.page.evaluate("() => (" + values + ")"));
    }

    private void down(int button) {
        set("{pressed: [" + button + "]}");
        frames();
    }

    private void up() {
        set("{pressed: [], axes: [0, 0]}");
        frames();
    }

    private void press(int button) {
        down(button);
        up();
    }

    /// Lets a few frames pass: pads are read once a frame.
    private void frames() {
        device.page.evaluate(
                "() => new Promise((done) => { let n = 4; const next = () => n-- > 0 ? requestAnimationFrame(next) : done(); next(); })");
    }

    private FrameLocator consent() {
        return device.open(States.consent("tv", "alice@example.com"));
    }

    @Test
    void crossAndAAllow() {
        FrameLocator dialog = consent();
        press(LEFT);
        assertThat(Device.focused(dialog)).hasText("Allow");
        press(A);
        assertEquals("allowed", device.client.outcome().outcome());
        device.awaitClosed();
    }

    @Test
    void bIsBackAndNeverGrants() {
        FrameLocator dialog = consent();
        press(LEFT);
        assertThat(Device.focused(dialog)).hasText("Allow");
        press(B);
        assertEquals("declined", device.client.outcome().outcome());
    }

    @Test
    void stickMustLeanFarAndComeBackBeforeItIsAnArrowAgain() {
        FrameLocator dialog = consent();
        set("{axes: [-0.5, 0.2]}");
        frames();
        assertThat(Device.focused(dialog)).hasText("Not now");
        set("{axes: [-0.9, 0.2]}");
        frames();
        assertThat(Device.focused(dialog)).hasText("Allow");
        device.press("ArrowRight");
        set("{axes: [-0.5, 0]}");
        frames();
        set("{axes: [-0.9, 0]}");
        frames();
        assertThat(Device.focused(dialog)).hasText("Not now");
    }

    @Test
    void buttonHeldFromBeforeTheDialogDoesNothing() {
        set("{pressed: [" + B + "]}");
        FrameLocator dialog = consent();
        frames();
        assertThat(Device.focused(dialog)).hasText("Not now");
        assertEquals(List.of(), device.client.outcomes());
        up();
        press(B);
        assertEquals("declined", device.client.outcome().outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire-tv", "tizen"})
    void padIsNotAskedWhereItComesAsKeys(String platform) {
        device.client.state("platform", platform);
        assertThat(device.page.locator("html")).hasAttribute("data-platform", platform);
        FrameLocator dialog = consent();
        press(LEFT);
        press(A);
        assertThat(Device.focused(dialog)).hasText("Not now");
        assertEquals(List.of(), device.client.outcomes());
    }

    @Test
    void padOfAnUnknownLayoutIsNotGuessedAt() {
        FrameLocator dialog = consent();
        set("{mapping: ''}");
        press(LEFT);
        press(B);
        assertThat(Device.focused(dialog)).hasText("Not now");
        assertEquals(List.of(), device.client.outcomes());
    }

    @Test
    void screensOfTheShellMoveToo() {
        String first = focusedKey();
        press(RIGHT);
        String second = focusedKey();
        assertEquals(false, first.equals(second), first);
        // A button that a busy machine lets go late counts as held, and a held arrow repeats: it may have gone further.
        for (int i = 0; i < 5 && !first.equals(focusedKey()); i++) {
            press(LEFT);
        }
        assertEquals(first, focusedKey());
        press(GUIDE);
        device.page.locator(".screen-home").waitFor();
    }

    private String focusedKey() {
        return String.valueOf(device.page.evaluate("() => document.activeElement.dataset.key"));
    }
}
