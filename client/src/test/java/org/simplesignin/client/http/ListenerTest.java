package org.simplesignin.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.RawHttp;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.protocol.device.ProblemCode;

final class ListenerTest {
    /// What the route says that fails.
    static final String FAILS = "a route of this test that fails";

    private Listener listener;

    @BeforeEach
    void listen() throws Exception {
        Routed routes = table -> table.get("/thing", (exchange, parameters) -> Answers.json(exchange, List.of("thing")))
                .put("/thing", (exchange, parameters) -> Answers.empty(exchange))
                .get("/thing/{name}", (exchange, parameters) -> Answers.json(exchange, parameters.values()))
                .get("/cookies", (exchange, parameters) -> Answers.json(exchange, exchange.headers("Cookie")))
                .post("/thing", (exchange, parameters) -> Answers.json(exchange, exchange.body(16).length))
                .get(
                        "/query",
                        (exchange, parameters) -> Answers.json(
                                exchange, Requests.parameter(exchange, "after").orElse("none")))
                .get("/away", (exchange, parameters) -> {
                    throw new Refused(503, "server_away", "later");
                })
                .get("/broken", (exchange, parameters) -> {
                    throw new IllegalStateException(FAILS);
                });
        listener = new Listener(new Authority("tv-1.localhost"), 0, "'self'", List.of(routes));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private RawHttp request(String method, String path) {
        return RawHttp.to(listener.port(), method, path).header("Host", "tv-1.localhost:" + listener.port());
    }

    private void assertSecured(Reply reply) {
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
        assertEquals("no-referrer", reply.header("Referrer-Policy"));
        assertEquals("same-origin", reply.header("Cross-Origin-Resource-Policy"));
        assertEquals("no-store", reply.header("Cache-Control"));
    }

    private void assertProblem(int status, String code, Reply reply) {
        assertEquals(status, reply.status(), reply.body());
        assertEquals("application/problem+json", reply.header("Content-Type"));
        assertTrue(reply.body().contains("\"code\":\"" + code + "\""), reply.body());
        assertTrue(reply.body().contains("\"status\":" + status), reply.body());
        assertSecured(reply);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), listener.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void headIsAnsweredAsGetWithoutItsBody() throws Exception {
        String head = raw(
                "HEAD /thing HTTP/1.1\r\nHost: tv-1.localhost:" + listener.port() + "\r\nConnection: close\r\n\r\n");
        assertTrue(head.startsWith("HTTP/1.1 200 ") && head.endsWith("\r\n\r\n"), head);
        assertTrue(head.contains("Content-Length: 9\r\n"), head);
        assertEquals("[\"thing\"]", request("GET", "/thing").send().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PATCH", "TRACE", "FOO", "*"})
    void otherMethodIsToldWhichOnesThereAre(String method) throws Exception {
        Reply reply = request(method, "/thing").send();
        assertProblem(405, "method_not_allowed", reply);
        assertEquals("GET, PUT, POST, HEAD", reply.header("Allow"));
    }

    @Test
    void segmentsArriveDecoded() throws Exception {
        assertEquals(
                "{\"name\":\"a b+c\"}", request("GET", "/thing/a%20b+c").send().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/thing/", "/Thing", "/thing/a/b", "/nothing"})
    void pathThatIsNotExactlyOneOfTheseIsUnknown(String path) throws Exception {
        assertProblem(404, "not_found", request("GET", path).send());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//thing", "/./thing", "/x/../thing", "/%74hing", "/thing;a", "/thing%2fa", "/thing/%00", "*"})
    void pathWithTwoReadingsIsRefusedBeforeAnyRoute(String path) throws Exception {
        Reply reply = request("GET", path).send();
        assertEquals(400, reply.status(), path);
        assertSecured(reply);
    }

    @ParameterizedTest
    @CsvSource({"'?after=7',7", "'?x=1&after=7&after=8',7", "'',none", "'?after',none", "'?after=%37',7"})
    void firstValueOfAParameterCounts(String query, String value) throws Exception {
        assertEquals(
                "\"" + value + "\"", request("GET", "/query" + query).send().body());
    }

    @Test
    void parameterThatIsNotEncodedAsOneIsRefused() throws Exception {
        assertEquals(400, request("GET", "/query?after=%zz").send().status());
    }

    @Test
    void bodyOfExactlyTheLimitIsReadAndOneMoreByteIsRefused() throws Exception {
        assertEquals("16", request("POST", "/thing").json("x".repeat(16)).send().body());
        Reply reply = request("POST", "/thing").json("x".repeat(17)).send();
        assertProblem(413, "payload_too_large", reply);
        assertEquals("close", reply.header("Connection"));
    }

    @Test
    void severalLinesOfAKindThrowNowhere() throws Exception {
        Reply reply = request("GET", "/cookies")
                .header("Cookie", "a=1")
                .header("Cookie", "b=2")
                .header("Accept", "text/html")
                .header("Accept", "*/*")
                .send();
        assertEquals("[\"a=1\",\"b=2\"]", reply.body());
        Reply page = request("GET", "//thing")
                .header("Accept", "image/png")
                .header("Accept", "text/html")
                .send();
        assertEquals(400, page.status());
        assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    }

    @Test
    void browserIsRefusedWithAPage() throws Exception {
        Reply reply = request("GET", "/" + "x".repeat(5000))
                .header("Accept", "text/html,*/*;q=0.8")
                .send();
        assertEquals(414, reply.status());
        assertEquals("text/html; charset=utf-8", reply.header("Content-Type"));
        assertTrue(String.valueOf(reply.header("Content-Security-Policy"))
                .matches("default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'self'"));
        assertTrue(reply.body().startsWith("<!doctype html>") && !reply.body().contains("xxx"), reply.body());
        assertSecured(reply);
    }

    @ParameterizedTest
    @CsvSource({"GET,/nothing,404", "DELETE,/thing,405", "GET,/away,503", "GET,/broken,500"})
    void browserIsRefusedWithAPageWhoeverRefuses(String method, String path, int status) throws Exception {
        Reply page = request(method, path).header("Accept", "text/html").send();
        assertEquals(status, page.status());
        assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
        assertEquals(status == 405 ? "GET, PUT, POST, HEAD" : null, page.header("Allow"));
        assertEquals(status == 503 ? "5" : null, page.header("Retry-After"));
        assertSecured(page);
    }

    @Test
    void programIsRefusedWithAProblem() throws Exception {
        assertProblem(
                414,
                "uri_too_long",
                request("GET", "/" + "x".repeat(5000)).header("Accept", "*/*").send());
        assertProblem(
                431,
                "headers_too_large",
                request("GET", "/thing").header("X", "x".repeat(9000)).send());
        assertProblem(
                400,
                "malformed_request",
                request("GET", "/thing").header("Broken name", "x").send());
    }

    @Test
    void headOfNearlyTheLimitIsTaken() throws Exception {
        assertEquals(
                200,
                request("GET", "/thing").header("X", "x".repeat(7900)).send().status());
    }

    @Test
    void everyTemporaryRefusalSaysWhenToComeBack() throws Exception {
        Reply reply = request("GET", "/away").send();
        assertProblem(503, "server_away", reply);
        assertEquals("5", reply.header("Retry-After"));
        assertNull(request("GET", "/nothing").send().header("Retry-After"));
    }

    @Test
    void routeThatFailsIsABlandProblem() throws Exception {
        Reply reply = request("GET", "/broken").send();
        assertProblem(500, "internal", reply);
        assertFalse(reply.body().contains("of this test"), reply.body());
    }

    @Test
    void foreignHostIsRefusedBeforeAnyRoute() throws Exception {
        Reply reply = RawHttp.to(listener.port(), "GET", "/nothing")
                .header("Host", "evil.example")
                .send();
        assertProblem(403, "unknown_caller", reply);
    }

    @Test
    void foreignHostInTheRequestLineIsRefused() throws Exception {
        Reply reply = request("GET", "http://evil.example/thing").send();
        assertNotEquals(200, reply.status());
        assertSecured(reply);
    }

    @Test
    void secondHostIsNotLogged() throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        java.util.logging.Handler listening = new java.util.logging.Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(listening);
        try {
            assertProblem(
                    400,
                    ProblemCode.MALFORMED_REQUEST.wireName(),
                    request("GET", "/thing")
                            .header("Host", "canary-of-a-second-host.example")
                            .send());
        } finally {
            root.removeHandler(listening);
        }
        assertFalse(logged.stream().anyMatch(entry -> entry.contains("canary-of-a-second-host")), logged.toString());
    }

    @Test
    void takenPortIsAnIoException() {
        assertThrows(
                IOException.class,
                () -> new Listener(new Authority("tv-1.localhost"), listener.port(), "'self'", List.of()));
    }

    @Test
    void sameMethodOfAPathCannotBeRegisteredTwice() {
        Routes routes = new Routes().get("/a/{b}", (exchange, parameters) -> {});
        assertThrows(IllegalStateException.class, () -> routes.get("/a/{b}", (exchange, parameters) -> {}));
    }
}
