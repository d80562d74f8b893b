package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.api.LinkTokenRequest;
import org.simplesignin.sample.backend.RefusedException.Reason;
import org.simplesignin.sample.backend.RunningBackend.Answer;

/// What holds for every route.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpTest {
    private static final String HERE = "Host: 127.0.0.1:PORT\r\n";
    private static final String LAST = HERE + "Connection: close\r\n\r\n";

    private RunningBackend backend;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        backend = new RunningBackend(directory, URI.create("http://127.0.0.1:9"), new MovingClock());
    }

    @AfterAll
    void stop() throws IOException {
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "127.0.0.1",
                "127.0.0.1:1",
                "sample.tv-1.localhost",
                "127.0.0.1.evil.example:PORT"
            })
    void foreignHostIsRefusedBeforeAnyRouteIsLookedFor(String host) throws Exception {
        for (String request : List.of("GET /", "POST /", "GET /nothing", "POST /api/sign-in", "DELETE /api/account")) {
            String answer = backend.raw(request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertTrue(answer.contains("\"foreign_host\""), answer);
        }
    }

    @Test
    void requestWithoutAHostIsForNobodyHere() throws Exception {
        assertStatus(403, backend.raw("GET / HTTP/1.0\r\n\r\n"));
        assertStatus(400, backend.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
        assertStatus(400, backend.raw("GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"));
        assertStatus(400, backend.raw("GET / HTTP/1.1\r\n" + HERE + LAST));
    }

    @Test
    void appIsServedUnderItsHostForEachDevice() throws Exception {
        assertStatus(
                200, backend.raw("GET / HTTP/1.1\r\nHost: sample.tv-1.localhost:PORT\r\nConnection: close\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/style.css/", "/Style.css", "/API/account", "/api/account/", "/api", "/api/", "/x/style.css"})
    void pathThatIsNotExactlyThatOfARouteIsNotThere(String path) throws Exception {
        Answer answer = backend.get(path, null);

        assertEquals(404, answer.status());
        assertEquals("not_found", answer.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/account;a",
                "//api/account",
                "/api//account",
                "/api/./account",
                "/x/../api/account",
                "/api/%61ccount",
                "/api%2faccount",
                "/%2e%2e/style.css",
                "/style.css%00"
            })
    void pathThatCanBeReadInTwoWaysIsRefused(String path) throws Exception {
        String answer = backend.raw("GET " + path + " HTTP/1.1\r\n" + LAST);

        assertStatus(400, answer);
        assertTrue(answer.contains("\"malformed_request\""), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/style.css", "/config.json", "/api/account", "/nothing"})
    void headIsAnsweredAsGetIsButWithoutTheBody(String path) throws Exception {
        String get = backend.raw("GET " + path + " HTTP/1.1\r\n" + LAST);
        String head = backend.raw("HEAD " + path + " HTTP/1.1\r\n" + LAST);

        assertEquals(withoutDate(get.substring(0, get.indexOf("\r\n\r\n") + 4)), withoutDate(head));
    }

    private static String withoutDate(String head) {
        return head.replaceFirst("\r\nDate: [^\r]*", "");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, 'GET, HEAD'",
        "DELETE, /style.css, 'GET, HEAD'",
        "PUT, /api/account, 'GET, HEAD'",
        "OPTIONS, /api/account, 'GET, HEAD'",
        "GET, /api/sign-in, POST",
        "HEAD, /api/sign-up, POST",
        "OPTIONS, /api/link-token, POST",
        "GET, /api/sign-out, POST"
    })
    void anotherMethodIsToldTheOneThatIsTaken(String method, String path, String allowed) throws Exception {
        Answer answer = backend.send(backend.request(path, null).method(method, HttpRequest.BodyPublishers.noBody()));

        assertEquals(405, answer.status());
        assertEquals(Optional.of(allowed), header(answer, "Allow"));
    }

    @Test
    void bodyOverTheLimitEndsTheConnectionAndHidesNoRequest() throws Exception {
        String hidden = "GET /config.json HTTP/1.1\r\n" + LAST;
        String body = " ".repeat(Http.MAX_BODY_BYTES + 1) + hidden;
        String head = "POST /api/sign-up HTTP/1.1\r\n" + HERE + "Content-Type: application/json\r\n";

        for (String framed : List.of(
                "Content-Length: " + body.length() + "\r\n\r\n" + body,
                "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body)) {
            String answer = backend.raw(head + framed);

            assertStatus(413, answer);
            assertTrue(answer.contains("\"payload_too_large\""), answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            assertEquals(1, answer.split("HTTP/1\\.1 ", -1).length - 1, answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json-seq", "application", ";", "application/json, text/plain"})
    void bodyOfAnotherMediaTypeIsRefused(String mediaType) throws Exception {
        Answer answer = backend.send(backend.request("/api/sign-in", null)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertEquals(415, answer.status());
        assertEquals("unsupported_media_type", answer.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON", "application/json;charset=utf-8"})
    void nameOfTheMediaTypeHasNoCase(String mediaType) throws Exception {
        Answer answer = backend.send(backend.request("/api/sign-in", null)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertEquals("malformed_request", answer.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: a=b\r\nCookie: c=d",
                "Accept: text/css\r\nAccept: */*",
                "Accept: ;;q=,",
                "Accept:",
                "Accept-Language: \u00ff;q=x",
                "Authorization:",
                "Authorization: Bearer",
                "Authorization: Bearer x y",
                "Authorization: \u00e9 \u00e9",
                "Authorization: Bearer a\r\nAuthorization: Bearer b",
                "Content-Type: /;",
                "Content-Type: a\r\nContent-Type: b",
                "Cookie: \u0001=\u00ff",
                "Range: bytes=9-1",
                "If-Modified-Since: yesterday",
                "Expect: miracle",
                "Upgrade: h2c\r\nHTTP2-Settings: AAAA"
            })
    void oddHeadersNeverMakeItFail(String lines) throws Exception {
        for (String request : List.of("GET /", "GET /nothing", "GET /api/account", "POST /api/sign-in")) {
            String answer = backend.raw(request + " HTTP/1.1\r\n" + lines + "\r\n" + LAST);

            assertTrue(answer.matches("(?s)HTTP/1\\.1 [24]\\d\\d .*"), answer);
        }
    }

    @Test
    void nameOfTheSchemeHasNoCase() throws Exception {
        String session = backend.signUp("sam@example.com").session();

        for (String scheme : List.of("Bearer ", "bearer ", "BEARER ", "bEaReR   ")) {
            String sent = "Authorization: " + scheme + session + "\r\n";
            assertStatus(200, backend.raw("GET /api/account HTTP/1.1\r\n" + sent + LAST));
        }
        assertStatus(401, backend.raw("GET /api/account HTTP/1.1\r\nAuthorization: Bearer" + session + "\r\n" + LAST));
    }

    @Test
    void whoeverIsNotSignedInIsToldHowToBe() throws Exception {
        assertChallenge("Bearer", backend.get("/api/account", null));
        assertChallenge("Bearer", backend.post("/api/sign-out", null, List.of()));
        assertChallenge("Bearer", backend.post("/api/link-token", null, new LinkTokenRequest("u1.alice")));
        assertChallenge("Bearer error=\"invalid_token\"", backend.get("/api/account", "x".repeat(43)));
        assertChallenge("Bearer error=\"invalid_token\"", backend.get("/api/account", "x".repeat(4000)));
        assertChallenge(
                "Bearer",
                backend.send(backend.request("/api/account", null)
                        .header("Authorization", "Basic eDp5")
                        .GET()));
    }

    @Test
    void wrongPasswordIsAnswered401WithAChallengeThatBlamesNoSession() throws Exception {
        Credentials wrong = new Credentials("maya@example.com", "wrong-wrong");

        assertChallenge("Bearer", backend.post("/api/sign-in", null, wrong));
        assertChallenge("Bearer", backend.post("/api/sign-in", "x".repeat(43), wrong));
    }

    private static void assertChallenge(String challenge, Answer answer) {
        assertEquals(401, answer.status());
        assertEquals(Optional.of(challenge), header(answer, "WWW-Authenticate"));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyRefusalForAWhileSaysForHowLong(Reason reason) {
        assertEquals(
                reason.status() == 429 || reason.status() == 503,
                reason.retryAfter().isPositive());
    }

    @Test
    void refusalForAWhileSaysSoInRetryAfter() throws Exception {
        Credentials wrong = new Credentials("nobody@example.com", "popcorn-popcorn");
        for (int i = 0; i < AttemptLimit.ATTEMPTS; i++) {
            backend.post("/api/sign-in", null, wrong);
        }
        Answer tooMany = backend.post("/api/sign-in", null, wrong);
        Answer away = backend.post(
                "/api/link-token", backend.signUp("maya@example.com").session(), new LinkTokenRequest("u1.alice"));

        assertEquals(429, tooMany.status());
        assertEquals(Optional.of("900"), header(tooMany, "Retry-After"));
        assertEquals("platform_unreachable", away.code());
        assertEquals(Optional.of("10"), header(away, "Retry-After"));
        assertFalse(header(backend.get("/nothing", null), "Retry-After").isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "GET /nothing, 404",
        "DELETE /, 405",
        "GET /api/account, 401",
        "POST /api/sign-up, 415",
        "GET //, 400",
        "GET /LONG, 414",
        "GET /FAT, 431"
    })
    void refusalIsAPageForBrowsersAndAProblemForPrograms(String request, int status) throws Exception {
        String fat = request.endsWith("FAT") ? "Cookie: " + "x".repeat(9_000) + "\r\n" : "";
        String head = request.replace("LONG", "x".repeat(5_000)) + " HTTP/1.1\r\n" + fat;

        String page = backend.raw(head + "Accept: text/html,*/*;q=0.8\r\n" + LAST);
        String problem = backend.raw(head + "Accept: */*\r\n" + LAST);

        assertStatus(status, problem);
        assertTrue(problem.contains("\r\nContent-Type: " + Problem.MEDIA_TYPE + "\r\n"), problem);
        assertTrue(problem.contains("\"status\":" + status), problem);
        assertGuarded(problem);
        assertStatus(status, page);
        assertGuarded(page);
        assertTrue(page.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"), page);
        assertTrue(page.contains("<html lang=\"en\">") && page.contains(">Error " + status + "<"), page);
    }

    @Test
    void everyAnswerIsGuarded() throws Exception {
        for (String path : List.of("/", "/style.css", "/config.json", "/api/account")) {
            assertGuarded(backend.raw("GET " + path + " HTTP/1.1\r\n" + LAST));
        }
        assertGuarded(backend.raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
    }

    private static void assertGuarded(String answer) {
        for (String header : List.of(
                "X-Content-Type-Options: nosniff",
                "Referrer-Policy: no-referrer",
                "Cache-Control: no-store",
                "Content-Security-Policy: default-src 'none';")) {
            assertTrue(answer.contains("\r\n" + header), answer);
        }
        assertFalse(answer.contains("\r\nServer:"), answer);
    }

    @Test
    void proxyThatSpeaksHttp10IsServed() throws Exception {
        String answer = backend.raw("GET /config.json HTTP/1.0\r\n" + HERE + "\r\n");

        assertTrue(answer.matches("(?s)HTTP/1\\.[01] 200 .*identityProviderName.*"), answer);
    }

    @Test
    void routeThatFailsIsABland500AndOneTooManyAtWorkIsToldToComeBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Http http = new Http("default-src 'none';");
        http.get("/full", exchange -> {
            throw new IOException("the disk is full");
        });
        http.get("/slow", exchange -> {
            begun.countDown();
            await(asked);
            Http.answer(exchange, List.of());
        });
        Duration minute = Duration.ofMinutes(1);
        ListenerBounds one = new ListenerBounds(8, 1, Duration.ZERO, minute, minute, minute, minute, Duration.ZERO);
        InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try (HttpListener listener = HttpListener.start(here, one, http);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            http.answerFor("127.0.0.1:" + listener.port());

            String failed = RunningBackend.raw(listener.port(), "GET /full HTTP/1.1\r\n" + LAST);
            Future<String> slow =
                    threads.submit(() -> RunningBackend.raw(listener.port(), "GET /slow HTTP/1.1\r\n" + LAST));
            begun.await();
            String tooMany = RunningBackend.raw(listener.port(), "GET /full HTTP/1.1\r\n" + LAST);
            asked.countDown();

            assertStatus(500, failed);
            assertTrue(failed.contains("\"internal\""), failed);
            assertFalse(failed.contains("disk"), failed);
            assertStatus(503, tooMany);
            assertTrue(tooMany.contains("\"overloaded\""), tooMany);
            assertTrue(tooMany.contains("\r\nRetry-After: 2\r\n"), tooMany);
            assertStatus(200, slow.get());
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Optional<String> header(Answer answer, String name) {
        HttpHeaders headers = answer.response().headers();
        return headers.firstValue(name);
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
    }
}
