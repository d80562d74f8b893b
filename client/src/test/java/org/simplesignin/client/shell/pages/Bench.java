package org.simplesignin.client.shell.pages;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The dialogs' real code in a document of its own, with a clock that the test moves: `bench.js` says how. For what
/// must be done thousands of times, or in an instant that no real clock would hit.
final class Bench implements AutoCloseable {
    final Device device;
    private final CDPSession protocol;

    /// Opens the bench on a TV of 1280 × 720.
    Bench(Browser browser) throws Exception {
        this(Device.tv(browser), Map.of());
    }

    /// Opens it on that TV with some scripts changed: to see that a test finds what it is there for.
    Bench(Browser browser, Map<String, String> scripts) throws Exception {
        this(Device.tv(browser), scripts);
    }

    /// Opens it on a screen of this form and size.
    Bench(Browser browser, String form, int width, int height) throws Exception {
        this(Device.sized(browser, form, width, height, ColorScheme.DARK), Map.of());
    }

    private Bench(Device device, Map<String, String> scripts) {
        this.device = device;
        scripts.forEach((name, code) -> device.page.route(
                "**/shell/pages/" + name,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript; charset=utf-8")
                        .setBody(code))));
        device.page.navigate(device.client.origin() + "/preview/dialog");
        device.page.evaluate(
                "async () => { const m = await import('/shell/pages/bench.js'); window.parts = m; window.bench = new m.Bench(); }");
        protocol = device.context.newCDPSession(device.page);
    }

    /// Consent, and selections of one, two, five and ten.
    static List<Map<String, Object>> dialogs(String form) {
        List<Map<String, Object>> dialogs = new ArrayList<>(List.of(States.consent(form, "alice@example.com")));
        Stream.of(1, 2, 5, 10)
                .map(count -> States.selection(form, States.loginNames(count)))
                .forEach(dialogs::add);
        return dialogs;
    }

    /// Opens a dialog and moves the clock until it takes input.
    void open(Map<String, Object> dialog, String platform) {
        run("([d, p]) => bench.openNow(d, p)", List.of(dialog, platform));
    }

    /// Gives the screen another size, and waits until the page has heard of it: it does so when the browser draws the
    /// next picture, on a busy machine long after the browser has said that the size is changed. A dialog that is
    /// opened meanwhile shuts its guard again when the page hears it, and takes no key any more.
    void resize(int width, int height) {
        ViewportSize now = device.page.viewportSize();
        if (now.width == width && now.height == height) {
            return;
        }
        run(
                "() => { window.resized = new Promise((heard) => addEventListener('resize', heard, { once: true })); }",
                null);
        device.page.setViewportSize(width, height);
        run("async () => { await window.resized; }", null);
    }

    Object run(String script, Object argument) {
        return device.page.evaluate(script, argument);
    }

    /// Returns the outcome of the open dialog, or null.
    String outcome() {
        return (String) run("async () => { await parts.settle(); return bench.outcomes[0]?.outcome ?? null; }", null);
    }

    String focused() {
        return (String) run("() => document.activeElement.textContent", null);
    }

    void end() {
        run("() => bench.end()", null);
    }

    /// Presses a key that has a code and no name, as remotes do: trusted events, by the browser's debugging
    /// protocol.
    void pressCode(int code) {
        pressCode(protocol, code);
    }

    static void pressCode(CDPSession protocol, int code) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            JsonObject event = new JsonObject();
            event.addProperty("type", type);
            event.addProperty("windowsVirtualKeyCode", code);
            event.addProperty("key", "Unidentified");
            protocol.send("Input.dispatchKeyEvent", event);
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
