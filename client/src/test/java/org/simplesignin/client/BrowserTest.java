package org.simplesignin.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.time.SystemTime;
import org.simplesignin.protocol.device.Consent;

/// What only a browser does: preflights, `Origin` of form posts and fetches, Fetch Metadata, frames, aborted fetches.
@Tag("browser")
final class BrowserTest {
    private static final String EMBEDDER = """
            <!doctype html><html lang="en"><title>Demo</title><iframe name="tv" width="1280" height="720"></iframe>
            <form method="post" target="tv"><input name="shellKey"></form></html>""";
    private static final String APP = """
            <!doctype html><html lang="en"><title>App</title><script>
            addEventListener("message", (e) => { window.launch = e.data; });
            window.parent.postMessage({simpleSignIn: 1, type: "hello"}, "*");
            window.call = async (name, body, signal) => (await fetch(launch.endpoint + "/v1/" + name, {method: "POST", signal,
              headers: {"Content-Type": "application/json", "Simple-Sign-In-Ticket": launch.ticket}, body})).json();
            </script></html>""";

    private static HttpServer serve() throws Exception {
        HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", exchange -> {
            try (exchange) {
                byte[] page = (exchange.getRequestURI().getPath().equals("/embedder") ? EMBEDDER : APP)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        pages.start();
        return pages;
    }

    private static Frame frame(Page page, Predicate<String> url) {
        page.waitForCondition(() -> page.frames().stream().anyMatch(frame -> url.test(frame.url())));
        return page.frames().stream()
                .filter(frame -> url.test(frame.url()))
                .findFirst()
                .orElseThrow();
    }

    // The dialog may go while it is pressed: then the press before was the one that counted.
    private static void allow(Frame dialog) {
        try {
            dialog.getByText("Allow").last().click(new Locator.ClickOptions().setTimeout(1000));
        } catch (PlaywrightException gone) {
            assertTrue(dialog.isDetached(), gone::toString);
        }
    }

    @Test
    void appInTheShellLinksAndAnAbortedFetchClosesItsDialog(@TempDir Path directory) throws Exception {
        HttpServer pages = serve();
        String embedder =
                "http://simple-sign-in.localhost:" + pages.getAddress().getPort();
        String origin = "http://sample.tv-1.localhost:" + pages.getAddress().getPort();
        try (SystemTime time = new SystemTime();
                TestDevice device = new TestDevice(directory, List.of("alice"), origin, embedder);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of(System.getProperty("chromium")))
                                .setArgs(List.of("--no-sandbox", "--disable-background-networking")))) {
            device.restart(time);
            Page page = browser.newPage();
            page.navigate(embedder + "/embedder");
            page.evaluate(
                    "([url, key]) => { const form = document.forms[0]; form.action = url; form.shellKey.value = key; form.submit(); }",
                    List.of(device.origin() + "/shell", device.client().shellKey()));
            Frame shell = frame(page, url -> url.equals(device.origin() + "/shell"));
            shell.getByText("SSISampleApplication").first().click();
            Frame app = frame(page, url -> url.startsWith(origin));
            app.waitForFunction("() => window.launch");

            Object links = app.evaluate("() => call('getUserAndLinks', '{\"identityProviderName\":\"sample-video\"}')");
            assertTrue(String.valueOf(links).contains("amzn1.user"), String.valueOf(links));

            app.evaluate("body => { window.answer = call('linkUserAccount', body); }", TestDevice.LINK_BODY);
            Frame dialog = frame(page, url -> url.equals(device.origin() + "/dialog"));
            dialog.getByText("alice@example.com").waitFor();
            page.waitForCondition(() -> {
                // Presses within the guard's 500 ms do nothing, so one of them is the first that counts.
                if (device.server.consents.isEmpty()) {
                    allow(dialog);
                }
                return !device.server.consents.isEmpty();
            });
            Object answer = app.evaluate("() => window.answer");
            assertTrue(String.valueOf(answer).contains("LINK_ESTABLISHED"), String.valueOf(answer));

            app.evaluate(
                    "body => { window.stop = new AbortController(); call('linkUserAccount', body, stop.signal).catch(() => {}); }",
                    TestDevice.LINK_BODY);
            frame(page, url -> url.equals(device.origin() + "/dialog"))
                    .getByText("alice@example.com")
                    .waitFor();
            app.evaluate("() => stop.abort()");
            page.waitForCondition(() -> device.server.consents.equals(List.of(Consent.ALLOWED, Consent.TIMED_OUT)));
        } finally {
            pages.stop(0);
        }
    }
}
