package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The document of a dialog is made ahead, and nobody notices it before it is shown.
@Tag("browser")
@ExtendWith(Chromium.class)
class DialogFrameTest {
    private final Browser browser;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> sessions = new ConcurrentLinkedQueue<>();
    private Device device;

    DialogFrameTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void makeADevice() throws Exception {
        device = Device.tv(browser);
        device.page.onRequest(request -> {
            if (request.url().endsWith("/dialog") && request.isNavigationRequest()) {
                asked.add(request.url());
            }
            sessions.add(request.headers().getOrDefault("shell-session", "none"));
        });
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    @Test
    void dialogIsShownInTheDocumentThatWasMadeAhead() {
        device.start();
        device.awaitNextFrame();
        device.frame("/dialog").evaluate("() => { window.madeAhead = true; }");
        device.open(States.consent("tv", "alice@example.com"));
        assertEquals(true, device.frame("/dialog").evaluate("() => window.madeAhead"));
        assertEquals(1, asked.size());
    }

    @Test
    void nextDialogHasADocumentOfItsOwn() {
        device.start();
        device.awaitNextFrame();
        device.open(States.consent("tv", "alice@example.com"));
        device.frame("/dialog").evaluate("() => { window.used = true; }");
        device.client.closeDialog();
        device.awaitClosed();
        device.awaitNextFrame();
        assertEquals(false, device.frame("/dialog").evaluate("() => 'used' in window"));
        assertFalse(device.frame("/dialog").content().contains("alice@"));
        assertEquals(1, device.page.locator("iframe").count());
        device.open(States.consent("tv", "bob@example.com"));
        assertThat(device.dialog().locator(".account-name")).containsText("bob@example.com");
    }

    @Test
    void waitingFrameIsNeitherSeenNorTouchedNorRead() {
        device.start();
        device.awaitNextFrame();
        assertThat(device.page.locator(".waiting-frame")).isHidden();
        assertFalse(device.page.locator("body").ariaSnapshot().contains("iframe"));
        assertEquals("not there", device.page.evaluate("""
                () => {
                  const [width, height] = [innerWidth, innerHeight];
                  for (let y = 5; y < height; y += 50) {
                    for (let x = 5; x < width; x += 50) {
                      if (document.elementFromPoint(x, y)?.tagName === "IFRAME") return `at ${x}, ${y}`;
                    }
                  }
                  return "not there";
                }"""));
        device.page.evaluate("() => document.querySelector('.waiting-frame').focus()");
        assertThat(device.page.locator(".control:focus")).hasCount(1);
    }

    @Test
    void frameThatIsMadeAfterADialogLeavesTheKeysToTheApp() {
        device.start().launchApp();
        device.open(States.consent("tv", "alice@example.com"));
        device.client.closeDialog();
        device.awaitClosed();
        device.awaitNextFrame();
        assertThat(device.page.locator(".app-frame")).isFocused();
        assertEquals(true, device.frame("sample.").evaluate("() => document.hasFocus()"));
    }

    @Test
    void dialogIsShownAlsoWhereItsFrameDidNotLoadAhead() {
        device.page.clock().install();
        device.page.route("**/dialog", Route::abort);
        device.start();
        assertThat(device.page.locator(".waiting-frame")).hasCount(1);
        device.page.clock().fastForward(10_000);
        assertThat(device.page.locator("iframe")).hasCount(0);
        device.page.unroute("**/dialog");
        device.page.clock().resume();
        device.open(States.consent("tv", "alice@example.com"));
        assertThat(device.dialog().locator(".account-name")).containsText("alice@example.com");
    }

    @Test
    void appThatSpeaksToTheWaitingFrameIsNotHeard() {
        device.start();
        device.awaitNextFrame();
        device.launchApp();
        device.frame("sample.").evaluate("""
                () => {
                  const message = { simpleSignInShell: 1, type: "open", session: "s", platform: "desktop", language: "en-US" };
                  for (let i = 0; i < parent.frames.length; i++) parent.frames[i].postMessage(message, "*");
                }""");
        device.open(States.consent("tv", "alice@example.com"));
        assertEquals(List.of(), sessions.stream().filter("s"::equals).toList());
    }
}
