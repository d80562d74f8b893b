package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Launching an app: its frame, its ticket, and the way home.
@Tag("browser")
@ExtendWith(Chromium.class)
class LaunchTest {
    private static final String HELLO = "window.parent.postMessage({simpleSignIn: 1, type: 'hello'}, '*')";

    private final Browser browser;
    private Device device;

    LaunchTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void startAShell() throws Exception {
        device = Device.tv(browser).start();
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    private Frame app() {
        return device.frame("sample.");
    }

    private static void awaitReceived(Frame frame, int count) {
        frame.waitForFunction("(count) => window.received.length >= count", count);
    }

    @Test
    void appIsToldItsTicketWhenItSaysHello() {
        device.launchApp();
        awaitReceived(app(), 1);
        assertEquals(
                List.of(Map.of(
                        "origin",
                        device.client.origin(),
                        "data",
                        Map.of(
                                "simpleSignIn",
                                1,
                                "type",
                                "launch",
                                "endpoint",
                                device.client.origin(),
                                "ticket",
                                FakeClient.TICKET,
                                "language",
                                "en-US"))),
                app().evaluate("() => window.received"));
    }

    @Test
    void ticketStandsInNoAddressElementOrStorage() {
        device.launchApp();
        awaitReceived(app(), 1);
        for (Frame frame : device.page.frames()) {
            assertFalse(frame.content().contains(FakeClient.TICKET), frame.url());
            assertFalse(frame.url().contains(FakeClient.TICKET));
            assertEquals("{}{}", frame.evaluate("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"));
        }
        assertTrue(device.client.addresses().stream().noneMatch(address -> address.contains(FakeClient.TICKET)));
    }

    @Test
    void sessionStandsInNoElementAnyMore() {
        assertFalse(device.page.content().contains(device.client.session()));
    }

    @Test
    void pageThatTheFrameWentToIsToldNothing() {
        device.launchApp();
        awaitReceived(app(), 1);
        app().evaluate("(url) => { location.href = url; }", device.app.stranger() + "/");
        // Framing the stranger is refused by policy; the frame's window lives on and may speak.
        device.page.waitForCondition(() ->
                device.page.frames().stream().noneMatch(frame -> frame.url().contains("sample.")));
        device.page.evaluate("() => new Promise((resolve) => requestAnimationFrame(resolve))");
        Frame stranger = device.page.frames().get(1);
        assertFalse(stranger.content().contains(FakeClient.TICKET));
        device.forgiveErrors();
    }

    @Test
    void windowsThatAreNotTheAppAreToldNothing() {
        device.launchApp();
        awaitReceived(app(), 1);
        // A frame within the app, of the app's own origin, and the shell's own window.
        app().evaluate("""
                        () => new Promise((resolve) => {
                          const inner = document.createElement("iframe");
                          inner.onload = () => resolve();
                          inner.src = "/";
                          document.body.append(inner);
                        })
                        """);
        Frame inner = device.page.frames().stream()
                .filter(frame ->
                        frame.parentFrame() != null && frame.parentFrame().parentFrame() != null)
                .findFirst()
                .orElseThrow();
        inner.evaluate("() => window.top.postMessage({simpleSignIn: 1, type: 'hello'}, '*')");
        device.page.evaluate("() => window.postMessage({simpleSignIn: 1, type: 'hello'}, '*')");
        app().evaluate("() => " + HELLO);
        awaitReceived(app(), 2);
        assertEquals(List.of(), inner.evaluate("() => window.received"));
        app().waitForFunction("() => window.received.filter((each) => each.data.type === 'launch').length === 2");
    }

    @Test
    void otherMessagesAreNotAnswered() {
        device.launchApp();
        awaitReceived(app(), 1);
        app().evaluate("""
                        () => [null, 1, "hello", {}, {type: "hello"}, {simpleSignIn: 2, type: "hello"}, {simpleSignIn: 1, type: "launch"}]
                            .forEach((each) => window.parent.postMessage(each, "*"))
                        """);
        app().evaluate("() => " + HELLO);
        awaitReceived(app(), 2);
        assertEquals(2, app().evaluate("() => window.received.length"));
    }

    @Test
    void frameHasNoMoreRightsThanItNeeds() {
        device.launchApp();
        var frame = device.page.locator(".app-frame");
        assertThat(frame).hasAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
        assertThat(frame).hasAttribute("allow", "");
        assertEquals(false, app().evaluate("() => document.fullscreenEnabled"));
        assertEquals(true, app().evaluate("() => window.open('/') === null"));
        assertEquals(
                "SecurityError",
                app().evaluate(
                                "() => { try { window.top.location.href = '/'; return 'gone'; } catch (e) { return e.name; } }"));
        device.forgiveErrors();
    }

    @Test
    void appCannotNavigateTheDialog() {
        device.launchApp();
        device.open(States.consent("tv", "alice@example.com"));
        Object results = app().evaluate("""
                        () => Array.from({length: window.parent.frames.length}, (_, i) => window.parent.frames[i])
                            .filter((frame) => frame !== window)
                            .map((frame) => { try { frame.location.href = location.href; return "gone"; } catch (e) { return e.name; } })
                        """);
        assertEquals(List.of("SecurityError"), results);
        assertThat(device.dialog().locator(".allow")).isVisible();
        device.forgiveErrors();
    }

    @Test
    void appOfTheShellsOwnOriginIsNotFramed() {
        device.client.launchUrl(device.client.origin() + "/");
        device.page.locator("[data-key=app-sample-tv]").click();
        assertThat(device.page.locator("#toast"))
                .hasText("\u2068SSISampleApplication\u2069 could not be opened. Please try again.");
        assertThat(device.page.locator(".app-frame")).hasCount(0);
        device.client.awaitCall("DELETE", "/shell/launches/current");
        assertThat(device.page.locator("[data-key=app-sample-tv]")).isFocused();
    }

    @Test
    void homeButtonLeavesTheApp() {
        device.launchApp();
        device.page.locator("#strip button").click();
        device.client.awaitCall("DELETE", "/shell/launches/current");
        assertThat(device.page.locator(".app-frame")).hasCount(0);
        assertThat(device.page.locator("[data-key=app-sample-tv]")).isFocused();
    }

    @Test
    void backThatHasNowhereToGoLeavesTheApp() {
        device.launchApp();
        app().evaluate("() => window.parent.postMessage({simpleSignIn: 1, type: 'exit'}, '*')");
        assertThat(device.page.locator(".app-frame")).hasCount(0);
        assertThat(device.page.locator("[data-key=app-sample-tv]")).isFocused();
    }

    @Test
    void keysGoToTheAppInFront() {
        device.launchApp().press("ArrowDown", "Enter");
        assertEquals(
                List.of("down ArrowDown", "up ArrowDown", "down Enter", "up Enter"),
                app().evaluate(
                                "() => window.keys.filter((key) => key !== 'up Enter' || window.keys.includes('down Enter'))"));
    }

    /// As when the app's page does it; the browser fires no focusout for that.
    @Test
    void appThatLosesTheFocusGetsItBack() {
        device.launchApp();
        assertThat(device.page.locator(".app-frame.loaded")).isFocused();
        device.page.evaluate("() => document.activeElement.blur()");
        assertThat(device.page.locator(".app-frame")).isFocused();
        device.press("ArrowLeft");
        app().waitForFunction("() => window.keys.includes('down ArrowLeft')");
    }

    @Test
    void arrowOnTheHomeStripGoesBackToTheApp() {
        device.launchApp();
        device.page.locator("#strip button").focus();
        device.press("ArrowLeft", "ArrowRight", "ArrowDown");
        assertThat(device.page.locator("#strip button")).isFocused();
        device.press("ArrowUp");
        assertThat(device.page.locator(".app-frame")).isFocused();
    }

    @Test
    void launchLeftByAnEarlierScreenIsEnded() throws Exception {
        try (Device again = Device.tv(browser)) {
            again.client.state("inFront", "sample-tv");
            again.start();
            again.client.awaitCall("DELETE", "/shell/launches/current");
        }
    }
}
