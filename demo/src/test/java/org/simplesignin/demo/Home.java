package org.simplesignin.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Somebody's living room: the demo's page in a Chromium of its own, with fresh storage, and the devices on it.
///
/// With `-Dscreenshots=DIR` every [#photograph] is kept there; without it none is taken. Not for several threads.
final class Home implements AutoCloseable {
    private static final Playwright.CreateOptions SYSTEM_CHROMIUM =
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));

    private final Playwright playwright;
    private final BrowserContext context;
    private final Page page;
    private final Set<Request> reports = new HashSet<>();

    private Home(String url) {
        playwright = Playwright.create(SYSTEM_CHROMIUM);
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("chromium")))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1440, 900).setHasTouch(true));
        // Five processes and a browser on a small machine: what is slow is not broken.
        context.setDefaultTimeout(60_000);
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        page = context.newPage();
        page.onRequest(request -> {
            if (request.url().endsWith("/v1/recordMetricEvent")) {
                reports.add(request);
            }
        });
        page.onRequestFinished(reports::remove);
        page.onRequestFailed(reports::remove);
        page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
    }

    /// Opens the demo's page in a new browser, in actual size: Playwright does not find the place to click in a frame
    /// that is drawn smaller.
    static Home open(RunningDemo demo) {
        return new Home(demo.page() + "?size=actual");
    }

    /// Opens the demo's page in a new browser as the demo prints it.
    static Home openAsPrinted(RunningDemo demo) {
        return new Home(demo.page());
    }

    /// Returns a device by its id: `tv-1`, `tv-2`, `tablet`.
    DeviceScreen device(String id) {
        return new DeviceScreen(page, id);
    }

    Page page() {
        return page;
    }

    /// Keeps a picture of a device where somebody wants one.
    void photograph(String device, String name) throws IOException {
        String directory = System.getProperty("screenshots");
        if (directory != null) {
            Files.createDirectories(Path.of(directory));
            Locator screen = page.locator("iframe[name='" + device + "']");
            screen.scrollIntoViewIfNeeded();
            screen.screenshot(new Locator.ScreenshotOptions().setPath(Path.of(directory, name + ".png")));
        }
    }

    /// Closes the browser once the apps have handed their reports over, as nobody leaves an app within a millisecond.
    @Override
    public void close() {
        page.waitForCondition(reports::isEmpty);
        context.browser().close();
        playwright.close();
    }
}
