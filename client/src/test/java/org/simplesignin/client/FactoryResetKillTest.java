package org.simplesignin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;

/// A client in a process of its own, killed while it resets itself: an acknowledged reset is never lost.
final class FactoryResetKillTest {
    private static final String EMBEDDER = "http://home.localhost:1";

    @TempDir
    private Path directory;

    private int port;
    private String session = "";

    private Process start(FakeServer server) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.simplesignin.client.ClientMain",
                        "--port",
                        "0",
                        "--data",
                        directory.resolve("data").toString(),
                        "--host",
                        "tv-1.localhost",
                        "--server",
                        server.url(),
                        "--form",
                        "tv",
                        "--name",
                        "TV 1",
                        "--enrolment-secrets",
                        directory.resolve("secrets").toString(),
                        "--embedder",
                        EMBEDDER)
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String ready = String.valueOf(out.readLine());
        port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
        String key = Files.readString(directory.resolve("data/shell.key"));
        String page = request("POST", "/shell")
                .header("Origin", EMBEDDER)
                .body("application/x-www-form-urlencoded", "shellKey=" + key)
                .send()
                .body();
        Matcher found = Pattern.compile("name=\"shell-session\"\\s+content=\"([A-Za-z0-9_-]+)\"")
                .matcher(page);
        assertTrue(found.find());
        session = found.group(1);
        return process;
    }

    private RawHttp request(String method, String path) {
        return RawHttp.to(port, method, path).header("Host", "tv-1.localhost:" + port);
    }

    private String send(String method, String path, String json) throws IOException {
        RawHttp request = request(method, path)
                .header("Origin", "http://tv-1.localhost:" + port)
                .header("Shell-Session", session);
        return (json.isEmpty() ? request : request.json(json)).send().body();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    }

    @Test
    void acknowledgedResetOutlivesAKill() throws Exception {
        try (FakeServer server = new FakeServer()) {
            Files.setPosixFilePermissions(
                    Files.writeString(directory.resolve("secrets"), "secret\n"),
                    PosixFilePermissions.fromString("rw-------"));
            server.secrets.put("secret", "alice");
            server.grant.interval = 1;
            for (boolean first : List.of(true, false)) {
                Process before = start(server);
                if (!first) {
                    send("POST", "/shell/registration", "");
                    server.grant.approve(server.grant.userCode(), "alice");
                    TestDevice.until(() -> stateHas("alice"));
                }
                assertTrue(stateHas("alice"));
                String key = Files.readString(directory.resolve("data/state/device-key.pem"));
                String digits = ShellPage.member("code", send("POST", "/shell/factory-reset/start", ""));
                assertTrue(send("POST", "/shell/factory-reset/finish", "{\"code\":\"" + digits + "\"}")
                        .contains("/shell/again/"));
                kill(before);

                Process after = start(server);
                assertFalse(stateHas("alice"));
                assertFalse(Files.readString(directory.resolve("data/state/device-key.pem"))
                        .equals(key));
                assertFalse(Files.exists(directory.resolve("data/factory-reset")));
                try (var files = Files.list(directory.resolve("data/state"))) {
                    assertEquals(
                            0,
                            files.filter(file -> file.toString().contains("session-"))
                                    .count());
                }
                kill(after);
            }
            assertEquals(List.of(), server.brokenProofs);
        }
    }

    private boolean stateHas(String text) {
        try {
            return request("GET", "/shell/state")
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("Shell-Session", session)
                    .send()
                    .body()
                    .contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
