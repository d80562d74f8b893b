package org.simplesignin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;

/// After a factory reset nothing of the first owner is on the disk, on the screen or of any use (design/security.md
/// T8).
final class FactoryResetTest {
    @TempDir
    private Path directory;

    private TestDevice device;
    private ShellPage shell;

    @BeforeEach
    void live() throws Exception {
        device = new TestDevice(directory, List.of("alice-of-wonderland"));
        shell = device.openShell();
        shell.send("POST", "/shell/hide-account-names", "{\"hide\":true}");
        shell.send("POST", "/shell/profile", "{\"profile\":\"adult\"}");
        // A registration under way, a waiting metric event and a removed customer leave their files too.
        shell.send("POST", "/shell/registration", "");
        device.server.onMetrics = batch -> 503;
        device.call("recordMetricEvent", shell.launch(TestDevice.APP))
                .json("{\"eventId\":\"canary-event-0123456789\",\"event\":"
                        + "{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"1\"}}")
                .send();
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private String digits() throws IOException {
        return ShellPage.member(
                "code", shell.send("POST", "/shell/factory-reset/start", "").body());
    }

    private Reply finish(String digits) throws IOException {
        return shell.send("POST", "/shell/factory-reset/finish", "{\"code\":\"" + digits + "\"}");
    }

    /// Waits until the next life answers: it does not know the old session.
    private void awaitNextLife() throws InterruptedException {
        TestDevice.until(() -> {
            try {
                // The listener that stops may take a connection and not answer any more.
                return device.request("GET", "/shell/state")
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Shell-Session", shell.session())
                                .within(Duration.ofSeconds(1))
                                .send()
                                .status()
                        == 403;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        directory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    /// Every text that only the first owner's device knows.
    private List<String> canaries() throws IOException {
        List<String> canaries = new ArrayList<>(List.of("alice-of-wonderland", "canary-event", "device-code-of"));
        files().forEach((name, content) -> {
            if (name.endsWith("device-key.pem")) {
                canaries.add(content.lines().skip(1).findFirst().orElseThrow());
            }
            if (name.contains("session-")) {
                canaries.add(name);
                canaries.add(ShellPage.member("refreshToken", content));
                canaries.add(ShellPage.member("customer", content));
            }
        });
        assertEquals(7, canaries.size());
        return canaries;
    }

    private void assertNothingOf(List<String> canaries) throws IOException {
        files().forEach((name, content) -> canaries.forEach(canary ->
                assertFalse(name.contains(canary) || content.contains(canary), () -> canary + " in " + name)));
    }

    @Test
    void nothingOfTheFirstOwnerIsLeft() throws Exception {
        List<String> canaries = canaries();
        String url = ShellPage.member("url", finish(digits()).body());
        awaitNextLife();
        assertNothingOf(canaries);
        assertFalse(Files.exists(directory.resolve("factory-reset")));
        assertTrue(Files.exists(directory.resolve("state/device-key.pem")));
        assertEquals(List.of("alice-of-wonderland"), device.server.revoked);

        Reply page = device.request("GET", url)
                .header("Sec-Fetch-Site", "same-origin")
                .send();
        assertEquals(200, page.status());
        ShellPage fresh = device.openShell();
        String state = fresh.get("/shell/state").body();
        assertTrue(state.contains("\"customers\":[]") && state.contains("\"apps\":[]"), state);
        assertTrue(state.contains("\"hideAccountNames\":false") && state.contains("\"signedOut\":[]"), state);
        assertEquals(409, fresh.get("/shell/linked-accounts").status());
        assertTrue(fresh.get("/shell/registration").body().contains("\"none\""));
    }

    @Test
    void deviceThatBeginsAnewHasANewKeyOnTheSamePort() throws Exception {
        int port = device.port();
        assertEquals(1, device.server.keys.size());
        finish(digits());
        awaitNextLife();
        assertEquals(port, device.port());
        shell = device.openShell();
        shell.send("POST", "/shell/registration", "");
        device.server.grant.approve(device.server.grant.userCode(), "bob");
        device.time.advance(Duration.ofSeconds(5));
        assertTrue(shell.get("/shell/state").body().contains("\"displayName\":\"bob\",\"active\":true"));
        assertEquals(2, device.server.keys.size());
        assertNotEquals(device.server.keys.get(0), device.server.keys.get(1));
    }

    @Test
    void codeOfTheFirstOwnerRegistersNobodyAnyMore() throws Exception {
        finish(digits());
        awaitNextLife();
        device.server.grant.approve(device.server.grant.userCode(), "alice-of-wonderland");
        device.time.advance(Duration.ofMinutes(11));
        assertTrue(device.openShell().get("/shell/state").body().contains("\"customers\":[]"));
    }

    @Test
    void enrolmentSecretsOfTheFirstOwnerAreOfNoUse() throws Exception {
        finish(digits());
        awaitNextLife();
        device.server.secrets.put("secret-of-alice-of-wonderland", "alice-of-wonderland");
        device.time.advance(Duration.ofMinutes(5));
        assertTrue(device.openShell().get("/shell/state").body().contains("\"customers\":[]"));
    }

    @Test
    void serverThatIsAwayDoesNotHoldItUp() throws Exception {
        List<String> canaries = canaries();
        device.server.stop();
        finish(digits());
        awaitNextLife();
        assertNothingOf(canaries);
        device.server.startAgain();
    }

    @Test
    void resetThatWasCutOffIsFinishedAtTheNextStart() throws Exception {
        List<String> canaries = canaries();
        device.client().close();
        Files.createFile(directory.resolve("factory-reset"));
        // A kill in the middle: some files are gone, others not.
        Files.delete(directory.resolve("state/state.json"));
        device.restart();
        assertNothingOf(canaries);
        assertFalse(Files.exists(directory.resolve("factory-reset")));
        shell = device.openShell();
        assertTrue(shell.get("/shell/state").body().contains("\"customers\":[]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "000", "12345", "abc", "../"})
    void otherDigitsEraseNothing(String digits) throws Exception {
        digits();
        assertEquals(409, finish(digits).status());
        assertTrue(shell.get("/shell/state").body().contains("alice-of-wonderland"));
        assertFalse(Files.exists(directory.resolve("factory-reset")));
    }

    @Test
    void digitsAreGoodOnceSoonAndForTheirPage() throws Exception {
        assertEquals(409, finish("123").status());
        String wrong = digits();
        assertEquals(409, finish(wrong + "0").status());
        assertEquals(409, finish(wrong).status());
        String late = digits();
        device.time.advance(Duration.ofMinutes(2).plusSeconds(1));
        assertEquals(409, finish(late).status());
        String mine = digits();
        ShellPage other = device.openShell();
        assertEquals(
                409,
                other.send("POST", "/shell/factory-reset/finish", "{\"code\":\"" + mine + "\"}")
                        .status());
        assertEquals(
                400, shell.send("POST", "/shell/factory-reset/finish", "{}").status());
        assertTrue(shell.get("/shell/state").body().contains("alice-of-wonderland"));
    }

    @Test
    void digitsAreThreeAndAllDifferent() throws Exception {
        for (int i = 0; i < 50; i++) {
            String digits = digits();
            assertTrue(digits.matches("[0-9]{3}"), digits);
            assertEquals(3, digits.chars().distinct().count());
        }
    }

    @Test
    void resetThatCannotBeWrittenErasesNothing() throws Exception {
        Files.createDirectories(directory.resolve("factory-reset.next/x"));
        assertEquals(503, finish(digits()).status());
        assertTrue(shell.get("/shell/state").body().contains("alice-of-wonderland"));
        Files.delete(directory.resolve("factory-reset.next/x"));
        assertEquals(200, finish(digits()).status());
        awaitNextLife();
    }
}
