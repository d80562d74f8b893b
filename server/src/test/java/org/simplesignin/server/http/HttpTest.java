package org.simplesignin.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.Replaced;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class HttpTest {
    private static final int LIMIT = 64 * 1024;
    private static final String JSON =
            "{\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\",\"ignored\":\"";

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

    @Test
    void bodyOf64KiBServesAndOneByteMoreIsTooLarge() {
        TestDevice device = server.newDevice();

        assertEquals(
                200, device.call("POST", DeviceApi.USER_AND_LINKS, json(LIMIT)).status());
        Received refused = device.call("POST", DeviceApi.USER_AND_LINKS, json(LIMIT + 1));

        assertEquals(413, refused.status());
        assertEquals("payload_too_large", refused.code());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void endlessBodyIsCutOff() throws Exception {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            String head = "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n";
            byte[] chunk = ("1000\r\n" + "a".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            OutputStream body = socket.getOutputStream();
            body.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent <= LIMIT; sent += 0x1000) {
                body.write(chunk);
            }

            // Answered while the body still goes on.
            String answer = readUntil(socket, "payload_too_large");

            assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
            assertThrows(IOException.class, () -> {
                for (int sent = 0; sent < 1000 * LIMIT; sent += 0x1000) {
                    body.write(chunk);
                }
            });
        }
    }

    private static byte[] json(int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) 'a');
        byte[] start = JSON.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        body[length - 2] = '"';
        body[length - 1] = '}';
        return body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{\"app\":\"sample-tv\"}",
                "{\"app\":1,\"identityProviderName\":\"sample-video\"}",
                "{\"app\":null,\"identityProviderName\":\"sample-video\"}",
                "{\"app\":\"a\",\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\"}",
                "{\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\"} x",
                "\uFEFF{\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\"}",
                "{\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\",\"x\":[[[[[[[[[[]]]]]]]]]]}",
                "{\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\",\"nonce\":\"\\ud800\"}",
            })
    void malformedJsonIsRefused(String body) {
        Received received =
                server.newDevice().call("POST", DeviceApi.USER_AND_LINKS, body.getBytes(StandardCharsets.UTF_8));

        assertEquals(400, received.status(), received.text());
        assertEquals("malformed_request", received.code());
        assertEquals(Problem.MEDIA_TYPE, received.header("Content-Type").orElse(""));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] body = JSON.concat("\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(
                "malformed_request",
                server.newDevice().call("POST", DeviceApi.USER_AND_LINKS, body).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json; charset=iso-8859-1", "application/xml", "json"})
    void otherMediaTypeIsRefused(String mediaType) {
        TestDevice device = server.newDevice();
        String access = device.tokens().access_token();

        Received received = device.send("POST", DeviceApi.USER_AND_LINKS, json(200), request -> {
            request.setHeader("Authorization", "DPoP " + access);
            request.setHeader(
                    "DPoP",
                    device.proof("POST", DeviceApi.USER_AND_LINKS, access).text());
            request.setHeader("Content-Type", mediaType);
        });

        assertEquals(415, received.status());
        assertEquals("unsupported_media_type", received.code());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/oauth/token,POST",
        "GET,/device/v1/user-and-links,POST",
        "PUT,/device/v1/links/start,POST",
        "POST,/device/v1/links,'GET, HEAD'",
        "GET,/device/v1/links/aaaaaaaaaaaaaaaaaaaaaaaa,DELETE",
        "POST,/device/v1/customer,'GET, HEAD'",
        "POST,/device/v1/apps,'GET, HEAD'",
        "POST,/apps/sample-tv/app-keys,'GET, HEAD'",
        "DELETE,/oauth/jwks,'GET, HEAD'",
        "OPTIONS,/.well-known/oauth-authorization-server,'GET, HEAD'",
        "BREW,/apps/sample-tv/app-keys,'GET, HEAD'"
    })
    void otherMethodIsRefusedAndTheRightOneNamed(String method, String path, String allowed) {
        Received received = server.stranger().send(method, path, null, request -> {});

        assertEquals(405, received.status());
        assertEquals("method_not_allowed", received.code());
        assertEquals(allowed, received.header("Allow").orElse(""));
    }

    @Test
    void unknownPathIsNotFound() {
        Received received = server.stranger().send("GET", "/device/v2/links", null, request -> {});

        assertEquals(404, received.status());
        assertEquals("not_found", received.code());
        assertFalse(received.text().contains("v2"), "nothing of the request is repeated");
    }

    @Test
    void everyAnswerCarriesARequestIdAndSecurityHeaders() {
        Received first = server.operator().send("GET", "/health/live", null, request -> {});
        Received second = server.stranger().send("GET", "/nowhere", null, request -> {});

        for (Received received : new Received[] {first, second}) {
            assertTrue(received.header("Request-Id").orElse("").matches("[0-9a-f]{16}"));
            assertEquals("no-store", received.header("Cache-Control").orElse(""));
            assertEquals("nosniff", received.header("X-Content-Type-Options").orElse(""));
            assertEquals("no-referrer", received.header("Referrer-Policy").orElse(""));
            assertTrue(received.header("Content-Security-Policy").orElse("").contains("default-src 'none'"));
            assertTrue(received.header("Access-Control-Allow-Origin").isEmpty());
        }
        assertNotEquals(first.header("Request-Id"), second.header("Request-Id"));
    }

    @Test
    void headersOver8KiBAreRefused() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(9000) + "\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
        assertFalse(answer.contains("aaaa"));
    }

    @Test
    void requestLineOver4KiBIsRefused() throws Exception {
        String answer = raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
        assertFalse(answer.contains("aaaa"));
    }

    @Test
    void whatIsNotHttpIsRefusedBlandly() throws Exception {
        String answer = raw("CANARY-SECRET\r\n\r\n");

        assertFalse(answer.contains("CANARY"), answer);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return read(socket);
        }
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        socket.setSoTimeout(120_000);
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, text::toString);
            text.append((char) next);
        }
        return text.toString();
    }

    /// Reads until the server closes, as it must after a refusal at this level.
    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(120_000);
        StringBuilder text = new StringBuilder();
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                text.append((char) next);
                next = socket.getInputStream().read();
            }
        } catch (java.net.SocketException e) {
            // A reset after the answer: the rest of the request was not wanted.
            return text.toString();
        }
        return text.toString();
    }

    @Test
    void healthTellsThatItServes() {
        assertEquals(
                "live",
                server.operator()
                        .send("GET", "/health/live", null, request -> {})
                        .members()
                        .get("status"));
        assertEquals(
                "ready",
                server.operator()
                        .send("GET", "/health/ready", null, request -> {})
                        .members()
                        .get("status"));
    }

    @Test
    void serverWhoseStoreTakesNoWritesIsNotReadyUntilItDoes(@TempDir Path other) {
        AtomicBoolean takesWrites = new AtomicBoolean();
        try (TestServer server =
                TestServer.start(other, stores -> Replaced.with(stores, BooleanSupplier.class, takesWrites::get))) {
            Received refused = server.operator().send("GET", "/health/ready", null, request -> {});
            assertEquals(503, refused.status());
            assertEquals("overloaded", refused.code());
            assertEquals("5", refused.header("Retry-After").orElse(""));

            takesWrites.set(true);

            assertEquals(
                    200,
                    server.operator()
                            .send("GET", "/health/ready", null, request -> {})
                            .status());
        }
    }
}
