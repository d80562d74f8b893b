package org.simplesignin.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.tokens.AppKey;

final class AppRoutesTest {
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
    void devicesAreToldOfAppsThatAreNotBlocked() {
        RegisteredApps apps = server.newDevice().get(DeviceApi.APPS).as(RegisteredApps.class);

        assertEquals(
                List.of("sample-tv", "sample-kids", "other-app"),
                apps.apps().stream().map(app -> app.app()).toList());
    }

    @Test
    void customerIsNamedByTheDisplayName() {
        assertEquals(
                new CustomerView("Alice"),
                server.newDevice().get(DeviceApi.CUSTOMER).as(CustomerView.class));
    }

    @Test
    void publicKeyIsTheSameAsPemAndAsJwkSet() {
        Received pem = get("/apps/sample-tv/app-key.pem");
        Received set = get("/apps/sample-tv/app-keys");

        AppKey fromPem = AppKey.parsePem(pem.text());
        List<?> keys = (List<?>) Objects.requireNonNull(set.members().get("keys"));
        AppKey fromJwk = AppKey.parseJwk(
                new String(Json.write(Objects.requireNonNull(keys.getFirst())), StandardCharsets.UTF_8));
        assertEquals(fromPem, fromJwk);
        assertEquals(3072, fromPem.bits());
        assertEquals("application/jwk-set+json", set.header("Content-Type").orElse(""));
        assertEquals(fromPem.kid(), ((Map<?, ?>) Objects.requireNonNull(keys.getFirst())).get("kid"));
    }

    @Test
    void privateHalfIsNowhereToBeRead() {
        String set = get("/apps/sample-tv/app-keys").text();

        for (String member : List.of("\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"")) {
            assertFalse(set.contains(member));
        }
        assertFalse(get("/apps/sample-tv/app-key.pem").text().contains("PRIVATE"));
    }

    @Test
    void eachAppHasAKeyOfItsOwn() {
        assertNotEquals(
                get("/apps/sample-tv/app-key.pem").text(),
                get("/apps/sample-kids/app-key.pem").text());
    }

    @Test
    void unknownAppHasNoKey() {
        assertEquals("unknown_app", get("/apps/nobody/app-keys").code());
        assertEquals("unknown_app", get("/apps/nobody/app-key.pem").code());
        assertEquals(404, get("/apps/%C3%A9/app-key.pem").status());
        assertEquals(400, get("/apps/%2e%2e/app-key.pem").status());
    }

    @Test
    void restartKeepsTheKeysAndALostWrappingKeyFileStopsIt(@TempDir Path other) throws Exception {
        String before;
        try (TestServer first = TestServer.start(other)) {
            before = first.stranger()
                    .send("GET", "/apps/sample-tv/app-key.pem", null, request -> {})
                    .text();
        }
        try (TestServer second = TestServer.start(other)) {
            assertEquals(
                    before,
                    second.stranger()
                            .send("GET", "/apps/sample-tv/app-key.pem", null, request -> {})
                            .text());
        }
        Path keys = other.resolve("wrapping-keys.json");
        Files.delete(keys);
        String refusal = assertThrows(UnusableConfigurationException.class, () -> TestServer.start(other))
                .getMessage();
        assertTrue(String.valueOf(refusal).contains("restore it"), refusal);
        assertFalse(Files.exists(keys), "no fresh key is made in its place");
    }

    private static Received get(String path) {
        return server.stranger().send("GET", path, null, request -> {});
    }
}
