package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page alone, on sockets: its devices are keys in files.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
final class DemoPageTest {
    private static final String HERE = "Host: simple-sign-in.localhost:8600\r\n";
    private static final String LAST = HERE + "Connection: close\r\n\r\n";

    private DemoDirectory directory;
    private Launch launch;
    private DemoPage page;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = DemoDirectory.open(temporary.resolve("demo"), false);
        for (Device device : Device.ALL) {
            Files.createDirectories(directory.of(device.id()));
            Files.writeString(directory.of(device.id()).resolve("shell.key"), "key of " + device.id());
        }
        launch = launch(directory);
        page = new DemoPage(0, launch, directory);
    }

    @AfterAll
    void stop() {
        page.close();
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/page.css, text/css; charset=utf-8",
        "/page.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml",
        "/demo.json, application/json"
    })
    void everyPartIsThereAndHeadHasItsHead(String path, String mediaType) throws Exception {
        String get = raw("GET " + path + " HTTP/1.1\r\n" + LAST);
        String head = raw("HEAD " + path + " HTTP/1.1\r\n" + LAST);

        assertStatus(200, get);
        assertTrue(get.contains("\r\nContent-Type: " + mediaType + "\r\n"), get);
        assertGuarded(get);
        assertEquals(withoutDate(get.substring(0, get.indexOf("\r\n\r\n") + 4)), withoutDate(head));
    }

    private static String withoutDate(String head) {
        return head.replaceFirst("\r\nDate: [^\r]*", "");
    }

    @Test
    void keysAreToldToTheDemosOwnHostOnly() throws Exception {
        assertTrue(raw("GET /demo.json HTTP/1.1\r\n" + LAST).contains("key of tv-1"));
        for (String host : List.of(
                "evil.example",
                "evil.example:8600",
                "simple-sign-in.localhost",
                "tv-1.simple-sign-in.localhost:8600")) {
            for (String path : List.of("/demo.json", "/", "/nothing")) {
                String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

                assertStatus(403, answer);
                assertTrue(answer.contains("\"foreign_host\""), answer);
                assertGuarded(answer);
                assertFalse(answer.contains("key of"), answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8600", "127.0.0.1:8600"})
    void whoeverTypedThePortAloneIsSentToThePage(String host) throws Exception {
        String answer = raw("GET /demo.json HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertStatus(302, answer);
        assertTrue(answer.contains("\r\nLocation: http://simple-sign-in.localhost:8600/\r\n"), answer);
        assertGuarded(answer);
        assertFalse(answer.contains("key of"), answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /nothing, 404, not_found",
        "GET /page.css/, 404, not_found",
        "POST /, 405, method_not_allowed",
        "OPTIONS /demo.json, 405, method_not_allowed",
        "GET //demo.json, 400, malformed_request",
        "GET /demo.json;a, 400, malformed_request",
        "GET /%64emo.json, 400, malformed_request"
    })
    void refusalIsAPageForBrowsersAndAProblemForPrograms(String request, int status, String code) throws Exception {
        String problem = raw(request + " HTTP/1.1\r\n" + LAST);
        String html = raw(request + " HTTP/1.1\r\nAccept: text/html,*/*;q=0.8\r\n" + LAST);

        assertStatus(status, problem);
        assertTrue(problem.contains("\r\nContent-Type: application/problem+json\r\n"), problem);
        assertTrue(problem.contains("\"code\":\"" + code + "\""), problem);
        assertEquals(status == 405, problem.contains("\r\nAllow: GET, HEAD\r\n"), problem);
        assertGuarded(problem);
        assertStatus(status, html);
        assertTrue(html.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"), html);
        assertTrue(html.contains("<html lang=\"en\">") && html.contains("<p>Error " + status + "</p>"), html);
        assertTrue(html.contains("<a href=\"http://simple-sign-in.localhost:8600/\">Open the demo</a>"), html);
        assertGuarded(html);
    }

    @Test
    void keyThatIsMissingIsABland500(@TempDir Path temporary) throws Exception {
        try (DemoDirectory empty = DemoDirectory.open(temporary.resolve("empty"), false);
                DemoPage keyless = new DemoPage(0, launch(empty), empty)) {
            String answer = raw(keyless.port(), "GET /demo.json HTTP/1.1\r\n" + LAST);

            assertStatus(500, answer);
            assertTrue(answer.contains("\"internal\""), answer);
            assertFalse(answer.contains("shell.key"), answer);
        }
    }

    @Test
    void portThatIsTakenIsOneLine() {
        DemoException refused =
                assertThrows(DemoException.class, () -> new DemoPage(page.port(), launch, directory).close());

        assertEquals("port " + page.port() + " is taken: choose another one with --port", refused.getMessage());
    }

    private static Launch launch(DemoDirectory directory) {
        return new Launch(directory, new Ports(8600), 0, new Jvm("", null, false));
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    private static void assertGuarded(String answer) {
        for (String header : List.of(
                "X-Content-Type-Options: nosniff",
                "Referrer-Policy: strict-origin",
                "Cache-Control: no-store",
                "Cross-Origin-Resource-Policy: same-origin",
                "Content-Security-Policy: default-src 'none';")) {
            assertTrue(answer.contains("\r\n" + header), answer);
        }
    }

    private String raw(String request) throws IOException {
        return raw(page.port(), request);
    }

    /// Returns all that is answered until the connection is closed.
    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
