package org.simplesignin.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ForcedColors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Endpoint;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.testing.Chromium;

/// What a browser shows for every refusal that there is, and where the listener refuses by itself.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorPagesInBrowserTest {
    private final Browser browser;
    private final HttpListener listener;
    private final String url;

    ErrorPagesInBrowserTest(Browser browser) throws IOException {
        this.browser = browser;
        Pages pages = new Pages(false, null);
        Routes routes = new Routes(new SimpleMeterRegistry(), new Random(1), false);
        pages.addTo(routes);
        for (ProblemCode code : ProblemCode.values()) {
            routes.add("GET", "/refused/" + code.wireName(), refusing(pages, code));
        }
        routes.nowhere(refusing(pages, ProblemCode.NOT_FOUND));
        Duration time = Duration.ofMinutes(1);
        listener = HttpListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ListenerBounds(64, 64, time, time, time, time, time, Duration.ZERO),
                routes);
        url = "http://127.0.0.1:" + listener.port();
    }

    private static Endpoint refusing(Pages pages, ProblemCode refusal) {
        return new Endpoint() {
            @Override
            public Answer answer(Call call) {
                throw new RefusedException(refusal, "for programs");
            }

            @Override
            public Answer refusal(Call call, ProblemCode code, String detail) {
                return pages.error(call, code);
            }
        };
    }

    @AfterAll
    void stop() {
        listener.close();
    }

    /// One refusal of each status: pages differ by status alone.
    private static List<ProblemCode> codes() {
        var seen = new TreeSet<Integer>();
        return Stream.of(ProblemCode.values())
                .filter(code -> seen.add(code.status()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1920,1080,DARK,NONE",
        "1280,720,LIGHT,NONE",
        "1280,800,DARK,NONE",
        "800,1280,LIGHT,NONE",
        "390,844,LIGHT,NONE",
        "390,844,DARK,ACTIVE",
        "320,568,DARK,NONE"
    })
    void everyErrorPageIsReadAndLeadsHome(int width, int height, ColorScheme scheme, ForcedColors forced) {
        try (BrowserContext window = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setForcedColors(forced))) {
            Page page = window.newPage();
            List<String> errors = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                    errors.add(message.text());
                }
            });
            for (ProblemCode code : codes()) {
                assertEquals(
                        code.status(),
                        page.navigate(url + "/refused/" + code.wireName()).status());
                String name = "error-" + code.status() + "-" + width + "x" + height + "-"
                        + (forced == ForcedColors.ACTIVE
                                ? "forced"
                                : scheme.name().toLowerCase(Locale.ROOT));
                Chromium.picture(page, name);
                // Of forced colours it knows nothing; all pages of a window differ in words alone.
                if (forced == ForcedColors.NONE && code == ProblemCode.INTERNAL) {
                    assertEquals(List.of(), Chromium.axe(page), name);
                }
                assertEquals(
                        true,
                        page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                        name);
                assertThat(page.locator("a.button[href='/']")).isInViewport();
                assertEquals(page.locator("h1").textContent() + " · Simple Sign-In", page.title());
                String text = page.locator("body").innerText();
                assertTrue(!text.contains("_") && !text.contains("for programs"), text);
            }
            assertEquals(List.of(), errors);
        }
    }

    @Test
    void whatTheListenerItselfRefusesIsSaidInItsOwnWords() {
        try (BrowserContext window = browser.newContext()) {
            Page page = window.newPage();
            page.navigate(url + "/" + "x".repeat(5000));
            assertThat(page.locator("h1")).hasText("This address is too long");
            page.navigate(url + "//x");
            assertThat(page.locator("h1")).hasText("That did not work");
            window.addCookies(IntStream.range(0, 3)
                    .mapToObj(i -> new Cookie("c" + i, "x".repeat(3900)).setUrl(url))
                    .toList());
            page.navigate(url + "/nothing");
            assertThat(page.locator("h1")).hasText("Too much came along with this request");
        }
    }
}
