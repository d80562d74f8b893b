package org.simplesignin.client.shell.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One device before a person: its screen in a real browser, the fake client behind it and an app. Fails on close when
/// a page reported an error.
final class Device implements AutoCloseable {
    final FakeApp app;
    final FakeClient client;
    final BrowserContext context;
    final Page page;
    final String form;
    private final List<String> errors = new ArrayList<>();

    private Device(Browser browser, String form, Browser.NewContextOptions options) throws Exception {
        this.form = form;
        this.app = new FakeApp();
        this.client = new FakeClient(app.origin());
        States.home(form).forEach(client::state);
        this.context = browser.newContext(options);
        this.page = context.newPage();
        page.setDefaultTimeout(20_000);
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        page.onPageError(error -> errors.add(error));
        page.onConsoleMessage(message -> {
            // Refusals and outages are arranged by tests; a violated policy or a broken script never is.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(message.text());
            }
        });
    }

    static Device tv(Browser browser) throws Exception {
        return sized(browser, "tv", 1280, 720, ColorScheme.DARK);
    }

    static Device tablet(Browser browser) throws Exception {
        return sized(browser, "tablet", 800, 1280, ColorScheme.LIGHT);
    }

    static Device sized(Browser browser, String form, int width, int height, ColorScheme scheme) throws Exception {
        return new Device(
                browser,
                form,
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme)
                        .setHasTouch(form.equals("tablet")));
    }

    /// Opens the shell as its embedder does: by a form, with the key in the body.
    Device start() {
        page.navigate(client.origin() + "/start");
        page.locator("button").click();
        page.locator("#screen .control").first().waitFor();
        return this;
    }

    /// Opens the shell of a device on which nobody is registered.
    Device startWithNobody() {
        States.nobody(form).forEach(client::state);
        client.state("switches", null);
        return start();
    }

    Device launchApp() {
        page.locator("[data-key=app-sample-tv]").click();
        appFrame().locator("#two").waitFor();
        return this;
    }

    /// Opens a dialog and waits until it takes input.
    FrameLocator open(Map<String, Object> dialog) {
        client.openDialog(dialog);
        FrameLocator frame = dialog();
        taken();
        return frame;
    }

    FrameLocator dialog() {
        return page.frameLocator(".dialog-frame");
    }

    void taken() {
        dialog().locator("html[data-input=taken]").waitFor();
    }

    FrameLocator appFrame() {
        return page.frameLocator(".app-frame");
    }

    Frame frame(String urlPart) {
        return page.frames().stream()
                .filter(frame -> frame.url().contains(urlPart))
                .findFirst()
                .orElseThrow();
    }

    Device press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        return this;
    }

    /// Waits until the shell has made the frame of the next dialog, as it has a second after the last one.
    void awaitNextFrame() {
        page.waitForFunction("""
                () => {
                  const made = document.querySelector(".waiting-frame")?.contentDocument;
                  return made?.URL.endsWith("/dialog") && made.readyState === "complete";
                }""");
    }

    void awaitClosed() {
        PlaywrightAssertions.assertThat(page.locator(".dialog-frame")).hasCount(0);
    }

    /// Forgets what the browser reported: the test did what a browser must refuse.
    void forgiveErrors() {
        errors.clear();
    }

    static Locator focused(FrameLocator frame) {
        return frame.locator("*:focus");
    }

    @Override
    public void close() {
        context.close();
        client.close();
        app.close();
        if (!errors.isEmpty()) {
            throw new AssertionError("the pages reported errors: " + errors);
        }
    }
}
