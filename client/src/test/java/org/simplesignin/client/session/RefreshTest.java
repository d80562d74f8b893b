package org.simplesignin.client.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.ManualTime;
import org.simplesignin.client.testing.MovableClock;
import org.simplesignin.client.time.Deadline;

/// A TV does not sign itself out: not by a power cut, not by a full disk, and not by what a stranger answers.
final class RefreshTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final MovableClock clock = new MovableClock();
    private final FakeServer server = new FakeServer();
    private Device device;
    private Wire wire;
    private Sessions sessions;

    @BeforeEach
    void enrol() throws Exception {
        open();
        server.secrets.put("secret", "alice");
        assertInstanceOf(Answered.class, sessions.enrol("secret", soon()));
    }

    private void open() throws Exception {
        SecureRandom random = new SecureRandom();
        StateDirectory state = new StateDirectory(directory);
        device = new Device(state.file("state.json"));
        DeviceKey key = DeviceKey.open(state.file("device-key.pem"), random);
        wire = new Wire(
                ServerUrl.parse(server.url()), new DpopProofs(key, clock, random), new Reachability(), time, clock);
        Revocations revocations = new Revocations(state.file("revocations.json"), new TokenEndpoint(wire), time);
        sessions = new Sessions(device, new Departures(), wire, state, revocations, time, random);
    }

    private void restart() throws Exception {
        wire.close();
        open();
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), server.brokenProofs);
        wire.close();
        server.close();
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), time);
    }

    private Session session() {
        return sessions.active().orElseThrow();
    }

    private Answer<?> refreshed() {
        time.advance(Duration.ofMinutes(10));
        server.expireAccess();
        return session().switches(soon());
    }

    private Path file() {
        try (var files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().matches("session-.*\\.json"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertAliceIsHere() {
        assertEquals(1, device.state().customers().size());
        assertTrue(Files.exists(file()));
    }

    @Test
    void everyRefreshTokenIsOnTheDiskBeforeItIsSent() {
        List<Boolean> onDisk = Collections.synchronizedList(new ArrayList<>());
        server.onBody = body -> {
            if (body.contains("refresh_token=")) {
                try {
                    String token = body.replaceFirst(".*(refresh-[0-9]+-0123456789abcdef).*", "$1");
                    onDisk.add(Files.readString(file()).contains(token));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Answered.class, refreshed());
        }
        assertEquals(5, server.refreshes.get());
        assertFalse(onDisk.contains(false), onDisk.toString());
    }

    @Test
    void powerCutBetweenAnswerAndDiskCostsNoSession() throws Exception {
        for (int i = 0; i < 3; i++) {
            String before = Files.readString(file());
            assertInstanceOf(Answered.class, refreshed());
            assertNotEquals(before, Files.readString(file()));
            Files.writeString(file(), before);
            restart();
            assertInstanceOf(Answered.class, session().switches(soon()), "days later, for all the device knows");
            assertAliceIsHere();
        }
    }

    @Test
    void lostAnswersCostNoSession() {
        server.grant.loseAnswers(2);
        assertInstanceOf(Away.class, refreshed());
        assertInstanceOf(Away.class, session().switches(soon()));
        assertInstanceOf(Answered.class, session().switches(soon()));
        assertInstanceOf(Answered.class, refreshed());
        assertAliceIsHere();
    }

    @Test
    void diskThatTakesNothingCostsNoSession() throws Exception {
        Path next = file().resolveSibling(file().getFileName() + ".next");
        Files.createDirectories(next.resolve("x"));
        String before = Files.readString(file());
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Answered.class, refreshed());
            assertEquals(before, Files.readString(file()));
        }
        restart();
        assertInstanceOf(Answered.class, refreshed(), "what lies on the disk is still answered to");
        Files.delete(next.resolve("x"));
        assertInstanceOf(Answered.class, refreshed());
        assertInstanceOf(Answered.class, refreshed());
        assertNotEquals(before, Files.readString(file()));
        assertAliceIsHere();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | text/html | <html><title>Sign in to the hotel</title>invalid_grant
            400 | text/html | {"error": "invalid_grant", "code": "invalid_grant"}
            400 | application/json | {"error": "invalid_grant", "error_description": "Token is not active"}
            400 | application/json | {"error": "invalid_grant", "code": "somebody_elses"}
            400 | application/json | {"error": "invalid_request", "code": "invalid_grant"}
            400 | application/json | {"code": "invalid_grant"}
            400 | application/json | {"error": "invalid_grant", "code": null}
            400 | application/json | {"error": "invalid_grant", "code": "invalid_grant"
            400 | application/json | ["invalid_grant"]
            400 | application/problem+json | {"code": "invalid_grant", "status": 400}
            401 | application/json | {"error": "invalid_grant", "code": "invalid_grant"}
            401 | text/plain | Unauthorized
            403 | application/json | {"error": "invalid_grant", "code": "invalid_grant"}
            404 | application/json | {"error": "invalid_grant", "code": "invalid_grant"}
            407 | text/html | <html>Proxy
            511 | text/html | <html>Network Authentication Required
            503 | application/json | {"error": "invalid_grant", "code": "invalid_grant"}
            200 | text/html | <html>Welcome
            200 | application/json | {"error": "invalid_grant", "code": "invalid_grant"}
            302 | text/html | <html>This way
            """)
    void nobodyIsForgottenForWhatAStrangerAnswers(int status, String mediaType, String body) throws Exception {
        server.foreignToken = new FakeServer.Foreign(status, mediaType, body);
        assertInstanceOf(Away.class, refreshed());
        assertInstanceOf(Away.class, sessions.enrol("second", soon()), "nor is a secret given up");
        assertEquals(
                DeviceGrant.NotGranted.AWAY,
                new DeviceGrant(wire, "TV 1", "Test TV").poll("code-0123456789", soon()),
                "nor a code");
        assertAliceIsHere();
        restart();
        assertAliceIsHere();
        server.foreignToken = null;
        server.secrets.put("second", "bob");
        assertInstanceOf(Answered.class, session().switches(soon()));
        assertInstanceOf(Answered.class, sessions.enrol("second", soon()));
    }

    @Test
    void whatTheServerItselfSaysEndsTheSession() {
        server.foreignToken = new FakeServer.Foreign(
                400,
                "Application/JSON; charset=utf-8",
                "{\"error\":\"invalid_grant\",\"error_description\":\"Register the device anew\","
                        + "\"code\":\"invalid_grant\"}");
        assertInstanceOf(Ended.class, refreshed());
        assertEquals(List.of(), device.state().customers());
    }

    @Test
    void sessionFileThatCannotBeReadForgetsNobody() throws Exception {
        Path file = file();
        Path aside = directory.resolve("aside");
        Files.move(file, aside);
        Files.createDirectory(file);
        wire.close();
        UnusableException refused = assertThrows(UnusableException.class, this::open);
        assertTrue(String.valueOf(refused.getMessage()).contains("start again"));
        Files.delete(file);
        Files.move(aside, file);
        restart();
        assertInstanceOf(Answered.class, session().switches(soon()));
    }

    @Test
    void sessionFileThatIsLostForgetsItsCustomer() throws Exception {
        for (String content : new String[] {"{", "{}", "{\"customer\":null,\"refreshToken\":null}"}) {
            new AtomicFile(file()).write(content.getBytes(StandardCharsets.UTF_8));
            restart();
            assertEquals(List.of(), device.state().customers());
            sessions.clear();
            assertThrows(NoSuchElementException.class, this::file, "what is left of it is removed");
            server.secrets.put("next" + content, "alice");
            assertInstanceOf(Answered.class, sessions.enrol("next" + content, soon()));
        }
    }
}
