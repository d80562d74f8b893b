package org.simplesignin.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.registration.Standing.Registered;
import org.simplesignin.client.registration.Standing.Simple;
import org.simplesignin.client.registration.Standing.Waiting;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Session;
import org.simplesignin.client.testing.FakeGrant;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.UserAndLinksRequest;

/// Registrations and removals across restarts, kills, full disks and clocks that are wrong.
final class RestartTest {
    @TempDir
    private Path directory;

    private Registering device;
    private FakeGrant grant;

    @BeforeEach
    void start() throws Exception {
        device = new Registering(directory, Clock.systemUTC());
        grant = device.server.grant;
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private String begin() {
        return assertInstanceOf(Waiting.class, device.registration.begin())
                .code()
                .userCode();
    }

    private void register(String customer) {
        grant.approve(begin(), customer);
        device.pass(5);
        assertInstanceOf(Registered.class, device.registration.standing());
    }

    private void keep(String name) throws Exception {
        Files.copy(directory.resolve(name), directory.resolve("kept-" + name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void putBack(String name) throws Exception {
        Files.move(directory.resolve("kept-" + name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void codeThatIsApprovedDuringARestartIsGood() throws Exception {
        String code = begin();
        device.restart();
        grant.approve(code, "alice");
        device.pass(5);
        assertEquals(List.of("alice"), device.customers());
        assertInstanceOf(Registered.class, device.registration.standing());
        assertFalse(device.hasFile("registration"));
    }

    @Test
    void afterARestartAFreshCodeIsShownBesideTheOldOne() throws Exception {
        String old = begin();
        device.restart();
        assertEquals(Simple.NONE, device.registration.standing());
        assertFalse(begin().equals(old));
        grant.approve(old, "alice");
        device.pass(5);
        assertEquals(List.of("alice"), device.customers());
    }

    @Test
    void raisedIntervalOutlivesARestart() throws Exception {
        grant.answer(begin(), ProblemCode.SLOW_DOWN);
        device.pass(5);
        device.restart();
        device.pass(9);
        assertEquals(1, grant.polls.size());
        device.pass(1);
        assertEquals(2, grant.polls.size());
    }

    @Test
    void oldCodeIsNotPolledForEver() throws Exception {
        begin();
        device.restart();
        device.pass(605);
        int polled = grant.polls.size();
        device.pass(1000);
        assertEquals(polled, grant.polls.size());
        assertFalse(device.hasFile("registration"));
    }

    @Test
    void cancelledRegistrationIsNotResumed() throws Exception {
        begin();
        device.registration.cancel();
        device.restart();
        device.pass(600);
        assertEquals(List.of(), grant.polls);
    }

    @Test
    void killAfterTheTokensWereWrittenLosesNobody() throws Exception {
        String code = begin();
        keep("registration.json");
        grant.approve(code, "alice");
        device.pass(5);
        putBack("registration.json");
        Files.delete(directory.resolve("state.json"));
        device.restart();
        assertEquals(1, device.customers().size());
        assertInstanceOf(Answered.class, device.sessions.active().orElseThrow().apps(device.soon()));
        assertEquals(1, grant.polls.size());
    }

    @Test
    void killBeforeTheCodeWasForgottenAddsNobodyTwice() throws Exception {
        String code = begin();
        keep("registration.json");
        grant.approve(code, "alice");
        device.pass(5);
        putBack("registration.json");
        device.restart();
        device.pass(600);
        assertEquals(List.of("alice"), device.customers());
        assertEquals(1, grant.polls.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{\"codes\":[{}]}", "{\"codes\":[null]}"})
    void damagedCodesAreForgotten(String content) throws Exception {
        Files.writeString(directory.resolve("registration.json"), content);
        device.restart();
        assertInstanceOf(Waiting.class, device.registration.begin());
    }

    @Test
    void fullDiskLosesNobody() throws Exception {
        String code = begin();
        String id = Secrets.fingerprint(grant.codes.getFirst().device_code());
        Path inTheWay = directory.resolve("session-" + id + ".json.next");
        Files.createDirectories(inTheWay.resolve("x"));
        grant.approve(code, "alice");
        device.pass(5);
        assertEquals(List.of(), device.customers());
        Files.delete(inTheWay.resolve("x"));
        device.pass(10);
        assertEquals(List.of("alice"), device.customers());
    }

    @Test
    void removedCustomerIsGoneAtOnceAndTheServerIsToldLater() throws Exception {
        register("alice");
        Session session = device.sessions.active().orElseThrow();
        device.server.stop();
        assertTrue(device.sessions.remove(session.customer()));
        assertEquals(List.of(), device.customers());
        assertFalse(device.hasFile("session-"));
        assertFalse(session.userAndLinks(asked(), device.soon()) instanceof Answered);
        device.restart();
        assertEquals(1, device.revocations.size());
        device.server.startAgain();
        device.revocations.wake();
        TestDevice.until(() -> device.revocations.size() == 0);
        assertEquals(List.of("alice"), device.server.revoked);
        assertFalse(device.hasFile("revocations"));
    }

    @Test
    void whileItWaitsForTheServerARemovalKeepsNoRefreshToken() throws Exception {
        register("alice");
        String session = Files.readString(sessionFile());
        device.server.stop();
        device.sessions.remove(device.device.state().customers().getFirst().id());
        String waiting = Files.readString(directory.resolve("revocations.json"));
        assertTrue(session.contains("refresh-") && !waiting.contains("refresh-"), waiting);
    }

    private Path sessionFile() throws Exception {
        try (var files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("session-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void revocationIsTriedUntilTheServerHasHeard() throws Exception {
        register("alice");
        device.server.failWith = 503;
        device.server.requests.clear();
        device.sessions.remove(device.device.state().customers().getFirst().id());
        TestDevice.until(() -> {
            device.time.advance(Duration.ofSeconds(1));
            return device.server.requests.size() >= 4;
        });
        assertEquals(List.of(), device.server.revoked);
        device.server.failWith = 0;
        TestDevice.until(() -> {
            device.time.advance(Duration.ofSeconds(1));
            return device.revocations.size() == 0;
        });
        assertEquals(List.of("alice"), device.server.revoked);
    }

    @Test
    void killInTheMiddleOfARemovalIsFinishedAtTheNextStart() throws Exception {
        register("alice");
        Files.delete(directory.resolve("state.json"));
        device.restart();
        assertFalse(device.hasFile("session-"));
        TestDevice.until(() -> device.server.revoked.equals(List.of("alice")));
        assertEquals(List.of(), device.customers());
    }

    @Test
    void unknownCustomerIsNotRemoved() {
        register("alice");
        assertFalse(device.sessions.remove(org.simplesignin.client.device.CustomerId.generate(new java.util.Random())));
        assertEquals(List.of("alice"), device.customers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "2106-02-07T06:28:16Z"})
    void wrongClockChangesNothing(String instant) throws Exception {
        device.close();
        try (Registering wrong = new Registering(
                Files.createDirectory(directory.resolve("wrong")),
                Clock.fixed(Instant.parse(instant), ZoneOffset.UTC))) {
            wrong.registration.begin();
            wrong.pass(300);
            Waiting waiting = assertInstanceOf(Waiting.class, wrong.registration.standing());
            assertEquals(Duration.ofMinutes(5), waiting.left());
            wrong.server.grant.approve(waiting.code().userCode(), "alice");
            wrong.pass(5);
            Session session = wrong.sessions.active().orElseThrow();
            assertInstanceOf(Answered.class, session.userAndLinks(asked(), wrong.soon()));
            wrong.pass(3600);
            assertInstanceOf(Answered.class, session.userAndLinks(asked(), wrong.soon()));
            assertEquals(1, wrong.server.refreshes.get());
        }
        device = new Registering(directory, Clock.systemUTC());
    }

    private static UserAndLinksRequest asked() {
        return new UserAndLinksRequest("sample-tv", "sample-video", null);
    }
}
