package org.simplesignin.sdkjs;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A device with an app launched: the shell's page, the app in a frame of another origin, a hostile frame beside it,
/// and the client. The browser is shared by the tests of a class; [#clear] begins a new device.
final class Stage implements AutoCloseable {
    static final String TICKET = "ticket-c4n4ry";

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("chromium")))
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
    private final Site shell = new Site("tv-1.localhost");
    private final Site app = new Site("sample.tv-1.localhost");
    private final Site hostile = new Site("hostile.localhost");
    private FakeClient client = new FakeClient();
    private @Nullable BrowserContext context;
    private @Nullable Page page;

    Stage() {
        app.resource("/simple-sign-in.js", "/META-INF/resources/simple-sign-in.js")
                .page("/app.html", """
                        <!doctype html><title>app</title>
                        <script type="module">
                          import * as sdk from "./simple-sign-in.js";
                          Object.assign(window, sdk, { outcome: (asked) => asked.catch((error) => `${error.name}: ${error.message}`) });
                          window.ready = true;
                        </script>""");
        hostile.page("/hostile.html", "<!doctype html><title>hostile</title>");
    }

    /// Begins a new device, with nothing asked yet.
    void clear() {
        clear(false);
    }

    /// Begins a new device, whose clock a test may turn where it says so.
    void clear(boolean ownClock) {
        if (context != null) {
            context.close();
        }
        client.close();
        client = new FakeClient();
        shell.page(
                "/",
                Site.text("shell.html")
                        .replace("{{app}}", app.origin())
                        .replace("{{hostile}}", hostile.origin())
                        .replace("{{client}}", client.endpoint())
                        .replace("{{ticket}}", TICKET));
        context = browser.newContext();
        page = context.newPage();
        if (ownClock) {
            page.clock().install();
        }
        page.navigate(shell.origin() + "/");
        app().waitForFunction("() => window.ready");
    }

    FakeClient client() {
        return client;
    }

    Page shell() {
        return Objects.requireNonNull(page);
    }

    Frame app() {
        return Objects.requireNonNull(shell().frame("app"));
    }

    Frame hostile() {
        return Objects.requireNonNull(shell().frame("hostile"));
    }

    Site appSite() {
        return app;
    }

    Site hostileSite() {
        return hostile;
    }

    /// Returns a page that has nothing to do with the device and outlives it.
    Page pageBeside() {
        return browser.newPage();
    }

    /// Runs a call in the app and returns its response, or the text of what it rejected with.
    Object ask(String call) {
        return Objects.requireNonNull(app().evaluate("() => outcome(SimpleSignInService." + call + ")"));
    }

    @Override
    public void close() {
        playwright.close();
        client.close();
        shell.close();
        app.close();
        hostile.close();
    }
}
