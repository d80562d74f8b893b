package org.simplesignin.client.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Done;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.ManualTime;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.SystemTime;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.protocol.device.StartSelectionRequest;

final class SessionTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final FakeServer server = new FakeServer();
    private final Departures departures = new Departures();
    private Revocations revocations;
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
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        device = new Device(new AtomicFile(directory.resolve("state.json")));
        DeviceKey key = DeviceKey.open(new AtomicFile(directory.resolve("device-key.pem")), random);
        wire = new Wire(
                ServerUrl.parse(server.url()), new DpopProofs(key, clock, random), new Reachability(), time, clock);
        StateDirectory state = new StateDirectory(directory);
        revocations = new Revocations(state.file("revocations.json"), new TokenEndpoint(wire), time);
        sessions = new Sessions(device, departures, wire, state, revocations, time, random);
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

    @Test
    void enrolledCustomerIsActiveAndNamed() {
        assertEquals("alice", device.state().activeCustomer().orElseThrow().displayName());
        assertInstanceOf(Answered.class, session().apps(soon()));
        assertEquals(0, server.refreshes.get());
    }

    @Test
    void spentSecretIsNotSentAgain() {
        server.requests.clear();
        assertInstanceOf(Answered.class, sessions.enrol("secret", soon()));
        assertEquals(List.of(), server.requests);
        assertEquals(1, device.state().customers().size());
    }

    @Test
    void unknownSecretIsTriedOnce() {
        assertInstanceOf(Answered.class, sessions.enrol("unknown", soon()));
        server.requests.clear();
        assertInstanceOf(Answered.class, sessions.enrol("unknown", soon()));
        assertEquals(List.of(), server.requests);
        assertEquals(1, device.state().customers().size());
    }

    @Test
    void secretIsKeptForLaterWhileTheServerIsAway() {
        server.stop();
        assertInstanceOf(Away.class, sessions.enrol("second", soon()));
        server.startAgain();
        server.secrets.put("second", "bob");
        assertInstanceOf(Answered.class, sessions.enrol("second", soon()));
        assertEquals(2, device.state().customers().size());
        assertEquals("alice", device.state().activeCustomer().orElseThrow().displayName());
    }

    @Test
    void sessionSurvivesARestart() throws Exception {
        wire.close();
        open();
        assertInstanceOf(Answered.class, session().apps(soon()));
        assertEquals(1, server.refreshes.get());
    }

    @Test
    void accessTokenIsUsedUntilShortlyBeforeItsEnd() {
        session().apps(soon());
        time.advance(Duration.ofSeconds(569));
        session().apps(soon());
        assertEquals(0, server.refreshes.get());
        time.advance(Duration.ofSeconds(1));
        session().apps(soon());
        assertEquals(1, server.refreshes.get());
    }

    @Test
    void refusedAccessTokenIsRenewedOnce() {
        server.expireAccess();
        assertInstanceOf(Answered.class, session().apps(soon()));
        assertEquals(1, server.refreshes.get());
    }

    @Test
    void staleNonceIsReplaced() {
        server.changeNonces();
        assertInstanceOf(Answered.class, session().apps(soon()));
        server.changeNonces();
        server.expireAccess();
        assertInstanceOf(Answered.class, session().apps(soon()));
    }

    @Test
    void parallelCallsRefreshOnce() throws Exception {
        server.expireAccess();
        time.advance(Duration.ofMinutes(10));
        List<CompletableFuture<Answer<RegisteredApps>>> answers = IntStream.range(0, 8)
                .mapToObj(i -> TestDevice.async(() -> session().apps(soon())))
                .toList();
        for (CompletableFuture<Answer<RegisteredApps>> answer : answers) {
            assertInstanceOf(Answered.class, TestDevice.await(answer));
        }
        assertEquals(1, server.refreshes.get());
    }

    @Test
    void endedSessionIsForgottenWithItsCustomer() throws Exception {
        Session session = session();
        server.endSessions();
        assertInstanceOf(Ended.class, session.apps(soon()));
        assertTrue(device.state().customers().isEmpty());
        assertTrue(sessions.active().isEmpty());
        try (var files = Files.list(directory)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("session-")));
        }
    }

    @Test
    void refusalsCarryTheCode() {
        server.onMetrics = batch -> 400;
        Answer<?> answer = session().record(new MetricBatch(List.of(), 0), soon());
        assertEquals(new Declined<>(400, "malformed_request"), answer);
    }

    @Test
    void pageOfAProxyIsNoRefusal() {
        for (int status : new int[] {400, 401, 403, 404, 413, 418}) {
            server.failWith = status;
            assertInstanceOf(Away.class, session().switches(soon()), "status " + status);
        }
        assertEquals(1, device.state().customers().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408, 429, 302, 204})
    void everythingThatMayPassIsAway(int status) {
        server.failWith = status;
        assertInstanceOf(Away.class, session().switches(soon()));
    }

    @Test
    void oldConnectionIsTriedOnceMore() {
        session().apps(soon());
        server.stop();
        server.startAgain();
        assertInstanceOf(Answered.class, session().apps(soon()));
    }

    @Test
    void passedDeadlineIsAway() {
        Deadline deadline = soon();
        time.advance(Duration.ofSeconds(10));
        assertInstanceOf(Away.class, session().apps(deadline));
    }

    @Test
    void serverThatNeverAnswersIsAwayAtTheDeadline() {
        CompletableFuture<RequestStatus> never = new CompletableFuture<>();
        server.onSelection = request -> never.join();
        try (SystemTime real = new SystemTime()) {
            Deadline deadline = Deadline.after(Duration.ofMillis(500), real);
            Answer<?> answer = session().startSelection(new StartSelectionRequest("app", List.of("link")), deadline);
            assertInstanceOf(Away.class, answer);
            assertTrue(deadline.passed());
        } finally {
            never.complete(RequestStatus.SUCCESSFUL);
        }
    }

    @Test
    void overLongAnswerIsAway() {
        server.switches = new org.simplesignin.protocol.device.Switches(true, true, List.of("x".repeat(300_000)));
        assertInstanceOf(Away.class, session().switches(soon()));
    }

    @Test
    void answerThatIsNotJsonIsAway() {
        server.failWith = 200;
        assertInstanceOf(Away.class, session().switches(soon()));
    }

    @Test
    void metricEventsAreDoneOnlyWhenStored() {
        assertEquals(new Answered<>(Done.DONE), session().record(new MetricBatch(List.of(), 0), soon()));
        server.onMetrics = batch -> 400;
        assertInstanceOf(Declined.class, session().record(new MetricBatch(List.of(), 0), soon()));
    }

    @Test
    void damagedSessionFileForgetsTheCustomer() throws Exception {
        wire.close();
        Path file;
        try (var files = Files.list(directory)) {
            file = files.filter(path -> path.getFileName().toString().startsWith("session-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(file, "{\"customer\":\"somebody-else\",\"refreshToken\":\"x\"}");
        open();
        assertTrue(device.state().customers().isEmpty());
    }

    @Test
    void keyStaysTheSameAndDamagedOneIsRefused() throws Exception {
        Path file = directory.resolve("device-key.pem");
        AtomicFile key = new AtomicFile(file);
        assertEquals(
                DeviceKey.open(key, new SecureRandom()).jwk(),
                DeviceKey.open(key, new SecureRandom()).jwk());
        assertTrue(Files.readString(file).startsWith("-----BEGIN PRIVATE KEY-----\n"));
        Path other = directory.resolve("other.pem");
        DeviceKey.open(new AtomicFile(other), new SecureRandom());
        String mine = Files.readString(file);
        String theirs = Files.readString(other);
        Files.writeString(
                file,
                mine.substring(0, mine.indexOf("-----BEGIN PUBLIC"))
                        + theirs.substring(theirs.indexOf("-----BEGIN PUBLIC")));
        assertThrows(UnusableException.class, () -> DeviceKey.open(key, new SecureRandom()));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair longer = generator.generateKeyPair();
        Files.writeString(
                file,
                pem("PRIVATE KEY", longer.getPrivate().getEncoded())
                        + pem("PUBLIC KEY", longer.getPublic().getEncoded()));
        assertThrows(UnusableException.class, () -> DeviceKey.open(key, new SecureRandom()), "on another curve");
        Files.writeString(file, "rubbish");
        assertThrows(UnusableException.class, () -> DeviceKey.open(key, new SecureRandom()));
    }

    private static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    @Test
    void everyProofIsNewAndHoldsNoPrivateKey() throws Exception {
        DeviceKey key = DeviceKey.open(new AtomicFile(directory.resolve("k.pem")), new SecureRandom());
        DpopProofs proofs = new DpopProofs(key, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new SecureRandom());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            SignedJWT proof = SignedJWT.parse(proofs.proof("GET", URI.create("https://server.example/x"), null, null));
            assertTrue(ids.add(proof.getJWTClaimsSet().getJWTID()));
            assertFalse(new String(
                            Base64.getUrlDecoder()
                                    .decode(proof.getHeader().toBase64URL().toString()),
                            StandardCharsets.UTF_8)
                    .contains("\"d\""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://server.example",
                "http://localhost.example",
                "http://127.0.0.1.example",
                "ftp://server.example",
                "https://user@server.example",
                "https://server.example?x",
                "https://server.example#x",
                "server.example",
                "https:",
                ""
            })
    void urlOverWhichNoTokenMayTravelIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> ServerUrl.parse(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://server.example",
                "https://server.example:8443/base/",
                "http://127.0.0.1:1",
                "http://localhost:1",
                "http://[::1]:1"
            })
    void goodUrlIsTaken(String url) {
        assertFalse(ServerUrl.parse(url).path("/x").toString().contains("//x"));
    }
}
