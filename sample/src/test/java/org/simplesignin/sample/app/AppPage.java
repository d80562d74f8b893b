package org.simplesignin.sample.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.simplesignin.sample.backend.MovingClock;
import org.simplesignin.sample.backend.RunningBackend;

/// The app in a browser, on its real backend, on a device without Simple Sign-In: what it is before anything is added.
/// Closing fails the test when the page reported an error, which a break of its own Content-Security-Policy is too.
/// With `-Dscreenshots=DIR` pictures are kept.
final class AppPage implements AutoCloseable {
    /// The sizes and kinds of screen that the app is made for.
    enum Screen {
        TV(1920, 1080, false),
        SMALL_TV(1280, 720, false),
        TABLET(1280, 800, true),
        UPRIGHT_TABLET(800, 1280, true);

        final int width;
        final int height;
        final boolean touch;

        Screen(int width, int height, boolean touch) {
            this.width = width;
            this.height = height;
            this.touch = touch;
        }
    }

    private final RunningBackend backend;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> errors = new ArrayList<>();
    private BrowserContext context;
    private Screen screen;
    Page page;

    AppPage(Path directory) throws Exception {
        backend = new RunningBackend(directory, URI.create("http://127.0.0.1:9"), new MovingClock(), true);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("chromium")))
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking", "--no-first-run")));
    }

    /// Opens the app on another device, where it has never been.
    void open(Screen onto) {
        open(onto, "en-US");
    }

    /// Opens the app on another device, which is set to this language.
    void open(Screen onto, String language) {
        if (context != null) {
            context.close();
        }
        screen = onto;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(onto.width, onto.height)
                .setHasTouch(onto.touch)
                .setLocale(language)
                .setReducedMotion(ReducedMotion.REDUCE));
        page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 401")) {
                errors.add(message.text());
            }
        });
        page.navigate(backend.url().toString());
        page.locator("input[name='loginName']").waitFor();
    }

    /// Opens the app and signs in with one of the demo's accounts.
    void openSignedIn(Screen onto) {
        open(onto);
        signIn();
    }

    /// Signs in with one of the demo's accounts.
    void signIn() {
        page.locator(".fill button").first().click();
        page.locator("button[type='submit']").click();
        card(0, 0).waitFor();
    }

    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /// Returns what the person in front of the screen would call the control that has the focus.
    String focused() {
        return (String) page.evaluate("() => document.activeElement.name || document.activeElement.textContent");
    }

    Locator card(int row, int column) {
        return page.locator(".row").nth(row).locator(".card").nth(column);
    }

    Locator button(String text) {
        return page.locator("button", new Page.LocatorOptions().setHasText(text));
    }

    void photograph(String name) {
        String directory = System.getProperty("screenshots");
        if (directory != null) {
            String file = "sample-" + name + "-" + screen.width + "x" + screen.height + ".png";
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(Path.of(directory).resolve(file)));
        }
    }

    /// Forgets what the browser reported: the test did what a browser must report.
    void forgiveErrors() {
        errors.clear();
    }

    /// Forgets of it what begins like this.
    void forgiveErrors(String beginning) {
        errors.removeIf(error -> error.startsWith(beginning));
    }

    @Override
    public void close() throws IOException {
        browser.close();
        playwright.close();
        backend.close();
        assertEquals(List.of(), errors);
    }
}
