package org.simplesignin.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.session.SignedIn;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

final class PageGuardTest {
    private static final String OWN = TestServer.PUBLIC_URL;

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String location(Received received) {
        assertEquals(303, received.status(), received::text);
        return received.header("Location").orElse("");
    }

    private static Consumer<HttpRequest.Builder> headers(String... pairs) {
        return request -> {
            for (int i = 0; i < pairs.length; i += 2) {
                request.setHeader(pairs[i], pairs[i + 1]);
            }
        };
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndBack() {
        assertEquals("/sign-in", location(server.browser().get("/")));
        assertEquals(
                "/sign-in?next=%2Fhistory%3Fbefore%3D7",
                location(server.browser().get("/history?before=7")));
        assertEquals(
                "/sign-in?next=%2Flinks%2Funlink-all",
                location(server.browser().post("/links/unlink-all", "", headers("Origin", OWN))));
    }

    @Test
    void sessionThatWasEndedOrNeverWasIsNotSignedIn() {
        assertEquals(
                "/sign-in?next=%2Flinks",
                location(server.browser().with(SignedIn.COOKIE, "none").get("/links")));
    }

    @Test
    void pageOfASignedInCustomerIsHtmlInEveryHeader() {
        Received received = server.browser(server.newCustomer()).get("/links");

        assertEquals(200, received.status());
        assertEquals("text/html; charset=utf-8", received.header("Content-Type").orElse(""));
        assertEquals("no-store", received.header("Cache-Control").orElse(""));
        assertEquals("same-origin", received.header("Referrer-Policy").orElse(""));
        assertEquals("nosniff", received.header("X-Content-Type-Options").orElse(""));
        assertEquals("DENY", received.header("X-Frame-Options").orElse(""));
        assertEquals(
                "max-age=31536000", received.header("Strict-Transport-Security").orElse(""));
        assertEquals(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                        + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                received.header("Content-Security-Policy").orElse(""));
        assertTrue(received.header("Access-Control-Allow-Origin").isEmpty());
    }

    @Test
    void freshCredentialsAreAskedForAfterFiveMinutes(@TempDir Path other) {
        try (TestServer own = TestServer.start(other)) {
            TestBrowser browser = own.browser(own.newCustomer());

            own.clock().forward(PageGuard.FRESH.minus(Duration.ofMillis(1)));
            assertEquals(200, browser.get("/links/unlink-all").status());
            own.clock().forward(Duration.ofMillis(1));
            assertEquals("/sign-in/again?next=%2Flinks%2Funlink-all", location(browser.get("/links/unlink-all")));
            assertEquals("/sign-in/again?next=%2Flinks%2Funlink-all", location(browser.post("/links/unlink-all")));
            assertEquals(200, browser.get("/links").status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "anything"})
    void formThatTheBrowserCallsForeignIsRefused(String site) {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/export");

        Received received = browser.post(
                "/export", TestBrowser.form(browser.csrf()), headers("Sec-Fetch-Site", site, "Origin", OWN));

        assertForbidden(received);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "http://ssi.example",
                "https://ssi.example:444",
                "https://ssi.example.evil.example",
                "https://SSI.example"
            })
    void formOfAnotherOriginIsRefused(String origin) {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/export");

        assertForbidden(browser.post("/export", TestBrowser.form(browser.csrf()), headers("Origin", origin)));
        assertForbidden(browser.post(
                "/export",
                TestBrowser.form(browser.csrf()),
                headers("Origin", origin, "Sec-Fetch-Site", "same-origin")));
    }

    @Test
    void formWithoutAnyWordOfTheBrowserIsRefused() {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/export");

        assertForbidden(browser.post("/export", TestBrowser.form(browser.csrf()), request -> {}));
    }

    @Test
    void eitherWordOfTheBrowserIsEnough() {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/export");
        String form = TestBrowser.form(browser.csrf());

        assertEquals(200, browser.post("/export", form, headers("Origin", OWN)).status());
        assertEquals(
                200,
                browser.post("/export", form, headers("Sec-Fetch-Site", "same-origin"))
                        .status());
    }

    @Test
    void formWithoutOrWithAnotherTokenIsRefused() {
        Customer customer = server.newCustomer();
        TestBrowser browser = server.browser(customer);
        TestBrowser otherSession = server.browser(customer);
        otherSession.get("/export");
        TestBrowser neighbour = server.browser(server.newCustomer());
        neighbour.get("/export");

        for (String token :
                new String[] {null, "", "x", String.valueOf(otherSession.csrf()), String.valueOf(neighbour.csrf())}) {
            assertForbidden(browser.post("/export", TestBrowser.form(token, "a", "b"), headers("Origin", OWN)));
        }
    }

    @Test
    void tokenMayStandInAHeaderAndMustBeRightThereToo() {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/export");
        String token = String.valueOf(browser.csrf());

        assertEquals(
                200,
                browser.post("/export", "", headers("Origin", OWN, "Csrf-Token", token))
                        .status());
        assertForbidden(
                browser.post("/export", TestBrowser.form(token), headers("Origin", OWN, "Csrf-Token", token + "x")));
    }

    private static void assertForbidden(Received received) {
        assertEquals(403, received.status(), received::text);
        assertTrue(received.text().contains("Not from this page"), received::text);
        assertEquals("text/html; charset=utf-8", received.header("Content-Type").orElse(""));
    }

    @Test
    void cookieThatIsThereTwiceCountsAsNone() {
        TestBrowser browser = server.browser(server.newCustomer());
        String session = browser.cookie(SignedIn.COOKIE).orElseThrow();

        Received received = server.browser()
                .with(SignedIn.COOKIE, session + "; __Host-session=other")
                .get("/links");

        assertEquals("/sign-in?next=%2Flinks", location(received));
    }

    @Test
    void noticeIsShownOnce() {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/links/unlink-all");

        assertEquals("/links", location(browser.post("/links/unlink-all")));
        assertTrue(browser.get("/links").text().contains("All accounts are unlinked."));
        assertFalse(browser.get("/links").text().contains("All accounts are unlinked."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"home.hello", "history.other", "done.none", "%3Cscript%3E"})
    void noticeThatIsNoneIsNotShown(String notice) {
        TestBrowser browser = server.browser(server.newCustomer()).with("done", notice);

        Received received = browser.get("/links");

        assertEquals(200, received.status());
        assertFalse(received.text().contains("role=\"status\""));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nowhere,404,There is nothing here",
        "GET,/assets/page-0000000000000000.css,404,",
        "GET,/links/0123456789abcdef0123456789abcdef,404,There is nothing here",
        "GET,/links/not-an-id,404,There is nothing here",
        "GET,/devices/0123456789abcdef0123456789abcdef,404,There is nothing here",
        "GET,/devices/DEADBEEF,404,There is nothing here",
        "GET,/switches/apps/none,404,There is nothing here",
        "GET,/history?before=x,400,That did not work",
        "GET,/history?before=1&before=2,400,That did not work",
        "GET,/history?=1,400,That did not work",
        "POST,/links,405,That did not work",
        "GET,/links/ask-again/,404,There is nothing here",
    })
    void errorsOfPagesArePages(String method, String path, int status, String says) {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/");

        Received received = method.equals("GET") ? browser.get(path) : browser.post(path);

        assertEquals(status, received.status(), received::text);
        if (says != null) {
            assertTrue(received.text().contains(says), received::text);
            assertTrue(received.header("Content-Security-Policy").orElse("").contains("style-src 'self'"));
        }
        assertFalse(received.text().contains("0123456789abcdef"), "nothing of the request is repeated");
    }

    @Test
    void formThatIsTooLargeOrOfAnotherTypeIsRefusedWithAPage() {
        TestBrowser browser = server.browser(server.newCustomer());
        browser.get("/export");

        Received large = browser.post("/export", "csrf=" + "a".repeat(64 * 1024), headers("Origin", OWN));
        Received json = browser.post("/export", "{}", headers("Origin", OWN, "Content-Type", "application/json"));

        assertEquals(413, large.status());
        assertTrue(large.text().contains("That is too much"));
        assertEquals(415, json.status());
        assertTrue(json.text().contains("That did not work"));
    }

    @Test
    void unknownPathIsAProblemForPrograms() {
        assertEquals(
                "not_found",
                server.stranger().send("GET", "/nowhere", null, request -> {}).code());
    }

    @Test
    void assetsAreKeptForGoodUnderTheNameOfTheirContent() {
        TestBrowser browser = server.browser(server.newCustomer());
        Matcher assets = Pattern.compile("\"(/assets/[^\"]+)\"")
                .matcher(browser.get("/links").text());

        int found = 0;
        while (assets.find()) {
            Received asset = server.browser().get(assets.group(1));
            assertEquals(200, asset.status());
            assertEquals(
                    "public, max-age=31536000, immutable",
                    asset.header("Cache-Control").orElse(""));
            assertEquals("nosniff", asset.header("X-Content-Type-Options").orElse(""));
            assertTrue(asset.header("Set-Cookie").isEmpty());
            found++;
        }
        assertTrue(found >= 3, "style sheet, script and mark");
    }

    @Test
    void embedderMayFrameAndNobodyElse(@TempDir Path other) {
        try (TestServer own = TestServer.startWith(
                other, settings -> settings.with(change -> change.embedder("https://kiosk.example")))) {
            Received received = own.browser(own.newCustomer()).get("/");

            assertTrue(received.header("Content-Security-Policy")
                    .orElse("")
                    .endsWith("frame-ancestors https://kiosk.example"));
            assertTrue(received.header("X-Frame-Options").isEmpty());
        }
    }
}
