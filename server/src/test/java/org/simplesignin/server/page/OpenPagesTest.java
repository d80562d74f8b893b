package org.simplesignin.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Listener;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.storage.StorageException;
import org.simplesignin.server.testing.MovableClock;
import org.simplesignin.server.testing.RecordedLog;

/// Pages for everybody, such as the one to sign in, and what becomes of faults: over routes made for the test.
@Isolated("What other tests log is not what this one asks about.")
final class OpenPagesTest {
    private static final String ORIGIN = "https://ssi.example";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Listener listener;

    @BeforeAll
    static void start() {
        SecureRandom random = new SecureRandom();
        Pages pages = new Pages(true, null);
        PageGuard guard = new PageGuard(ORIGIN, call -> Optional.empty(), pages, random, new MovableClock());
        Routes routes = new Routes(new SimpleMeterRegistry(), random, false);
        routes.add(
                "GET",
                "/form",
                guard.open(call -> Answer.html(
                        200, call.attached(Visit.class).orElseThrow().csrf().value())));
        routes.add("POST", "/form", guard.open(call -> {
            Cookies.set(call, "session", "abc.DEF-1_2", Duration.ofDays(1));
            Cookies.delete(call, "visit");
            return Answer.seeOther("/form");
        }));
        routes.add("POST", "/wrong", guard.open(call -> Answer.html(200, "a page")));
        routes.add("GET", "/fault", guard.open(call -> {
            throw new IllegalStateException("out of order");
        }));
        routes.add("GET", "/busy", guard.open(call -> {
            throw new StorageException("busy", null, true);
        }));
        listener = Listener.start(0, routes);
    }

    @AfterAll
    static void stop() {
        listener.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    private static HttpResponse<String> post(String path, String form, String... headers) {
        return send("POST", path, form, headers);
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .method(
                        method,
                        form == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String visitOf(HttpResponse<String> page) {
        String set = page.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    @Test
    void visitGetsACookieForThisHostOnly() {
        HttpResponse<String> page = get("/form");
        String set = page.headers().firstValue("Set-Cookie").orElseThrow();

        assertTrue(set.matches("__Host-visit=[0-9a-f]{32}; Path=/; Secure; HttpOnly; SameSite=Lax"), set);
        assertFalse(page.body().contains(set.substring(13, 45)), "the page does not tell the cookie");
    }

    @Test
    void visitKeepsItsTokenAndAnotherVisitHasAnother() {
        HttpResponse<String> first = get("/form");
        HttpResponse<String> again = get("/form", "Cookie", visitOf(first));

        assertEquals(first.body(), again.body());
        assertTrue(again.headers().firstValue("Set-Cookie").isEmpty());
        assertFalse(get("/form").body().equals(first.body()));
    }

    @Test
    void formOfTheVisitIsTakenAndSetsItsCookies() {
        HttpResponse<String> page = get("/form");

        HttpResponse<String> answer = post("/form", "csrf=" + page.body(), "Cookie", visitOf(page), "Origin", ORIGIN);

        assertEquals(303, answer.statusCode());
        assertEquals(
                List.of(
                        "__Host-session=abc.DEF-1_2; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax",
                        "__Host-visit=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"),
                answer.headers().allValues("Set-Cookie"));
    }

    @Test
    void formOfAnotherVisitOrOfNoneIsRefused() {
        HttpResponse<String> page = get("/form");
        HttpResponse<String> other = get("/form");

        assertEquals(
                403,
                post("/form", "csrf=" + page.body(), "Cookie", visitOf(other), "Origin", ORIGIN)
                        .statusCode());
        assertEquals(403, post("/form", "csrf=" + page.body(), "Origin", ORIGIN).statusCode());
        assertEquals(
                403,
                post("/form", "csrf=" + page.body(), "Cookie", visitOf(page), "Origin", "https://evil.example")
                        .statusCode());
        assertEquals(
                403,
                post("/form", "csrf=" + page.body(), "Cookie", "__Host-visit=forged", "Origin", ORIGIN)
                        .statusCode());
    }

    @Test
    void faultIsAPageWithItsNumberAndALineInTheLog() {
        try (RecordedLog log = new RecordedLog()) {
            HttpResponse<String> answer = get("/fault");
            String id = answer.headers().firstValue("Request-Id").orElseThrow();

            assertEquals(500, answer.statusCode());
            assertTrue(answer.body().contains("Something went wrong here"), answer.body());
            assertTrue(answer.body().contains(id), answer.body());
            assertFalse(answer.body().contains("out of order"), answer.body());
            assertTrue(log.text().contains(id));
        }
    }

    @Test
    void formThatIsAnsweredWithAPageIsAFault() {
        HttpResponse<String> page = get("/form");

        assertEquals(
                500,
                post("/wrong", "csrf=" + page.body(), "Cookie", visitOf(page), "Origin", ORIGIN)
                        .statusCode());
    }

    @Test
    void busyStoreIsAPageToo() {
        HttpResponse<String> answer = get("/busy");

        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("Very busy right now"), answer.body());
    }

    @Test
    void redirectsAndCookiesOfOthersAreFaults() {
        for (String path : new String[] {"//evil.example", "https://evil.example", "/\\evil", "/a\r\nb", "", "/ä"}) {
            assertThrows(IllegalArgumentException.class, () -> Answer.seeOther(path));
        }
        assertThrows(IllegalArgumentException.class, () -> new CsrfToken("short"));
        assertThrows(IllegalArgumentException.class, () -> new CsrfToken("<".repeat(30)));
        assertEquals("CsrfToken[redacted]", new CsrfToken("a".repeat(22)).toString());
        assertThrows(IllegalArgumentException.class, () -> new SessionRef(""));
    }

    @Test
    void pagesBelowAPathAreRefusedAtTheStart() {
        assertThrows(
                UnusableConfigurationException.class,
                () -> new PageGuard(
                        ORIGIN + "/pages",
                        call -> Optional.empty(),
                        new Pages(true, null),
                        new SecureRandom(),
                        new MovableClock()));
    }
}
