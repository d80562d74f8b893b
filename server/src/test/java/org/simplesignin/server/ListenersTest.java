package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestServer;

/// What is served where, and how odd requests end: what the operator's tools are told, nobody else is.
final class ListenersTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health/live", "/health/ready"})
    void whatOperatorsAreToldIsNotServedToOthers(String path) {
        assertEquals(
                404, server.stranger().send("GET", path, null, request -> {}).status());
        assertEquals(
                200, server.operator().send("GET", path, null, request -> {}).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics;a", "//metrics", "/%6detrics", "/./metrics", "/a/../metrics", "/metrics%00"})
    void aPathWithTwoReadingsReachesNothing(String path) throws Exception {
        for (URI url : List.of(server.url(), server.operationsUrl())) {
            HttpResponse<String> answer = raw(url, path, "Accept", "application/json");

            assertEquals(400, answer.statusCode());
            assertEquals(
                    Problem.MEDIA_TYPE,
                    answer.headers().firstValue("Content-Type").orElse(""));
            assertFalse(answer.body().contains("jvm_"), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DeviceApi.KEYS, "/sign-in", "/device/v1/links"})
    void othersRoutesAreNotServedToOperators(String path) {
        assertEquals(
                404, server.operator().send("GET", path, null, request -> {}).status());
    }

    @Test
    void nothingIsToldToOperatorsWhoDidNotAsk(@TempDir Path other) {
        try (TestServer silent = TestServer.startWith(other, usual -> usual.with(change -> change.operations(null)))) {
            assertEquals(
                    404,
                    silent.stranger()
                            .send("GET", "/metrics", null, request -> {})
                            .status());
        }
    }

    @Test
    void takenOperationsPortIsOneLineAndLeavesNothingOpen(@TempDir Path other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            InetSocketAddress address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());

            UnusableConfigurationException e = assertThrows(
                    UnusableConfigurationException.class,
                    () -> TestServer.startWith(other, usual -> usual.with(change -> change.operations(address))));

            assertTrue(String.valueOf(e.getMessage()).contains("--operations-port"), e.getMessage());
        }
    }

    @Test
    void headIsAnsweredAsGet() {
        for (String path : List.of(DeviceApi.METADATA, DeviceApi.KEYS, "/apps/sample-tv/app-keys", "/sign-in")) {
            Received get = server.stranger().send("GET", path, null, request -> {});
            Received head = server.stranger().send("HEAD", path, null, request -> {});

            assertEquals(200, head.status(), path);
            assertEquals("", head.text());
            assertEquals(get.header("Content-Type"), head.header("Content-Type"));
            assertEquals(get.header("Content-Length"), head.header("Content-Length"));
        }
    }

    @Test
    void severalLinesOfCookiesAreOneList() throws Exception {
        HttpResponse<String> answer =
                raw(server.url(), "/sign-in", "Cookie", "a=1", "Cookie", "b=2", "Accept", "text/html", "Accept", "*/*");

        assertEquals(200, answer.statusCode());
    }

    @Test
    void aBrowserThatGoesAstrayGetsAPageWhateverItSends() throws Exception {
        HttpResponse<String> nowhere = raw(
                server.url(), "/nowhere", "Accept", "text/html", "Accept", "text/plain", "Cookie", "a", "Cookie", "b");
        HttpResponse<String> refused = raw(server.url(), "/sign-in;x", "Accept", "text/html");

        assertEquals(404, nowhere.statusCode());
        assertEquals(400, refused.statusCode());
        for (HttpResponse<String> answer : List.of(nowhere, refused)) {
            assertTrue(
                    answer.body().startsWith("<!DOCTYPE html>") || answer.body().startsWith("<!doctype html>"));
            assertTrue(answer.headers().firstValue("Request-Id").isPresent());
            assertFalse(answer.headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("")
                    .isEmpty());
        }
    }

    private static HttpResponse<String> raw(URI url, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
