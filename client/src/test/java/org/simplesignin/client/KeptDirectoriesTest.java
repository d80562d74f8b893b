package org.simplesignin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.simplesignin.client.device.DeviceForm;
import org.simplesignin.client.device.Platform;
import org.simplesignin.client.session.ServerUrl;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.shell.Screen;
import org.simplesignin.client.testing.ManualTime;
import org.simplesignin.client.testing.RawHttp;
import org.simplesignin.client.testing.ShellPage;

/// This build opens what the clients of earlier ones left. What needs their server as well is tested in `demo`.
final class KeptDirectoriesTest {
    private static final Path KEPT =
            Path.of(System.getProperty("root.dir"), "client/src/test/resources/org/simplesignin/client/kept");

    /// Nobody listens at this port: the server is away.
    private static final String AWAY = "http://127.0.0.1:1";

    @TempDir
    private Path data;

    static Stream<String> names() throws IOException {
        try (Stream<Path> all = Files.list(KEPT)) {
            return all.filter(Files::isDirectory).map(kept -> kept.getFileName().toString()).sorted().toList().stream();
        }
    }

    /// Git keeps no modes: they are those that the client gives its files.
    private void copy(String name) throws IOException {
        Files.createDirectory(
                data.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path from = KEPT.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = Files.copy(file, data.resolve(from.relativize(file)));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private Client start() throws Exception {
        return new Client(
                new ClientOptions(
                        0,
                        data,
                        "127.0.0.1",
                        ServerUrl.parse(AWAY),
                        new Screen("TV 1", DeviceForm.TV, "Test TV", Platform.DESKTOP),
                        Look.PLAIN,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Optional.empty()),
                new ManualTime(),
                Clock.systemUTC(),
                new SecureRandom());
    }

    private static RawHttp request(Client client, String method, String path) {
        return RawHttp.to(client.port(), method, path).header("Host", "127.0.0.1:" + client.port());
    }

    @Test
    void noneWasDropped() throws IOException {
        assertTrue(names().collect(Collectors.toSet()).containsAll(Set.of("0.1.0-a")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void deviceHasItsCustomerItsKeyAndItsSession(String name) throws Exception {
        copy(name);
        String shellKey =
                Files.readString(KEPT.resolve(name).resolve("shell.key")).strip();
        try (Client client = start()) {
            String page = request(client, "POST", "/shell")
                    .header("Origin", client.url())
                    .body("application/x-www-form-urlencoded", "shellKey=" + shellKey)
                    .send()
                    .body();
            String session = page.replaceAll("(?s).*name=\"shell-session\"\\s+content=\"([A-Za-z0-9_-]+)\".*", "$1");
            String state = request(client, "GET", "/shell/state")
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("Shell-Session", session)
                    .send()
                    .body();

            assertEquals("Alice", ShellPage.member("displayName", state));
        }
        for (String file : List.of("device-key.pem", session(name))) {
            assertEquals(
                    Files.readString(KEPT.resolve(name).resolve("state").resolve(file)),
                    Files.readString(data.resolve("state").resolve(file)),
                    file);
        }
    }

    private static String session(String name) throws IOException {
        try (Stream<Path> files = Files.list(KEPT.resolve(name).resolve("state"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("session-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
