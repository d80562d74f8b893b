package org.simplesignin.client.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.ManualTime;
import org.simplesignin.client.testing.MovableClock;
import org.simplesignin.client.testing.SilentProxy;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.SystemTime;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionAnswer;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.protocol.device.UserAndLinksRequest;

/// A device that has slept or has changed its network: its open connections are dead, and nothing says so.
final class BadNightTest {
    /// The head of the shortest answer and some of its body.
    private static final int SOME_OF_AN_ANSWER = 110;

    private static final StartLinkRequest LINK =
            new StartLinkRequest("app", "provider", "account", new Token("token", "schema"), "key");

    private static final MetricEvent EVENT =
            new MetricEvent("event-0123456789-0123456789", "app", 1, SSIEvent.LOGIN_SUCCESS, null, null);

    private static final StartSelectionRequest SELECTION = new StartSelectionRequest("app", List.of("link"));

    @TempDir
    private Path directory;

    /// What the device measures with: it stands still while the device sleeps.
    private final ManualTime time = new ManualTime();

    private final MovableClock clock = new MovableClock();
    private final SystemTime real = new SystemTime();
    private final FakeServer server = new FakeServer();
    private SilentProxy proxy;
    private Reachability reachability;
    private Wire wire;
    private Revocations revocations;
    private Sessions sessions;
    private Device device;
    private DeviceGrant grant;
    private DeviceCode code;

    /// Does once what every test begins with: what is loaded for the first time takes seconds on a busy machine, and a
    /// slow answer would be asked for on a second connection.
    @BeforeAll
    static void warmUp(@TempDir Path directory) throws Exception {
        BadNightTest first = new BadNightTest();
        first.directory = directory;
        first.open();
        first.sessions.enrol("secret", Deadline.after(Duration.ofMinutes(1), first.real));
        first.grant.authorize(Deadline.after(Duration.ofMinutes(1), first.real));
        first.stop();
    }

    private void open() throws Exception {
        proxy = new SilentProxy(server);
        reachability = new Reachability();
        SecureRandom random = new SecureRandom();
        StateDirectory state = new StateDirectory(directory);
        device = new Device(new AtomicFile(directory.resolve("state.json")));
        DeviceKey key = DeviceKey.open(state.file("device-key.pem"), random);
        wire = new Wire(ServerUrl.parse(proxy.url()), new DpopProofs(key, clock, random), reachability, time, clock);
        revocations = new Revocations(state.file("revocations.json"), new TokenEndpoint(wire), time);
        sessions = new Sessions(device, new Departures(), wire, state, revocations, time, random);
        grant = new DeviceGrant(wire, "TV 1", "Test TV");
        server.secrets.put("secret", "alice");
        server.secrets.put("second", "bob");
    }

    @BeforeEach
    void enrol() throws Exception {
        open();
        assertInstanceOf(Answered.class, sessions.enrol("secret", soon()));
        assertInstanceOf(Answered.class, session().apps(soon()));
        code = grant.authorize(soon()).told().orElseThrow();
        server.grant.approve(code.userCode(), "carol");
        assertEquals(1, proxy.connections(), "there is a connection to be lost");
        server.requests.clear();
        server.done.clear();
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), server.brokenProofs);
        wire.close();
        proxy.close();
        server.close();
        real.close();
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), real);
    }

    /// Of it two seconds are waited for the first try.
    private Deadline sooner() {
        return Deadline.after(Duration.ofSeconds(6), real);
    }

    private Session session() {
        return sessions.active().orElseThrow();
    }

    /// All that asks the server.
    enum Asking {
        APPS,
        CUSTOMER,
        USER_AND_LINKS,
        START_LINK,
        FINISH_LINK,
        LINKS,
        UNLINK,
        SWITCHES,
        TURN,
        SELECTION,
        METRIC_EVENTS,
        ENROLMENT,
        DEVICE_CODE,
        POLL,
        REVOCATION,
        REFRESH
    }

    private Answer<?> ask(Asking asking, Deadline deadline) {
        return switch (asking) {
            case APPS -> session().apps(deadline);
            case CUSTOMER -> session().customerView(deadline);
            case USER_AND_LINKS ->
                session().userAndLinks(new UserAndLinksRequest("app", "provider", "nonce"), deadline);
            case START_LINK -> session().startLink(LINK, deadline);
            case FINISH_LINK ->
                session().finishLink(new FinishLinkRequest(FakeServer.LINK_ID, Consent.ALLOWED, LINK), deadline);
            case LINKS -> session().linkedAccounts(deadline);
            case UNLINK -> session().unlink(new LinkId(FakeServer.LINK_ID), deadline);
            case SWITCHES -> session().switches(deadline);
            case TURN -> session().turn(new SwitchChange(SwitchScope.ACCOUNT, null, false), deadline);
            case SELECTION -> session().startSelection(SELECTION, deadline);
            case METRIC_EVENTS -> session().record(new MetricBatch(List.of(EVENT), 0), deadline);
            case ENROLMENT -> sessions.enrol("second", deadline);
            case DEVICE_CODE -> grant.authorize(deadline);
            case POLL -> new TokenEndpoint(wire).redeem(code.secret(), deadline);
            case REVOCATION -> new TokenEndpoint(wire).revoke("token", deadline);
            case REFRESH -> {
                server.expireAccess();
                time.advance(Duration.ofMinutes(10));
                clock.move(Duration.ofMinutes(10));
                yield session().switches(deadline);
            }
        };
    }

    /// Returns what is answered in a good night. Of what the server makes anew each time it is the last one.
    private Object expected(Asking asking) {
        return switch (asking) {
            case APPS -> new RegisteredApps(List.of());
            case CUSTOMER -> new CustomerView("alice");
            case USER_AND_LINKS -> new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, "amzn1.user", List.of());
            case START_LINK -> StartLinkAnswer.consentNeeded(FakeServer.LINK_ID);
            case FINISH_LINK ->
                new LinkUserAccountResponse(
                        RequestStatus.SUCCESSFUL, FakeServer.LINK_ID, LinkAccountSuccessCode.LINK_ESTABLISHED);
            case LINKS -> new LinkedAccounts(List.of());
            case SWITCHES, REFRESH -> new Switches(true, true, List.of());
            case TURN -> new Switches(false, true, List.of());
            case SELECTION -> new StartSelectionAnswer(RequestStatus.SUCCESSFUL);
            case DEVICE_CODE -> DeviceCode.of(server.grant.codes.getLast());
            case POLL -> server.given.getLast();
            case UNLINK, METRIC_EVENTS, ENROLMENT, REVOCATION -> Answer.Done.DONE;
        };
    }

    /// Returns what the server has then done.
    private static Set<String> done(Asking asking) {
        return switch (asking) {
            case FINISH_LINK -> Set.of("finish " + FakeServer.LINK_ID + " ALLOWED");
            case UNLINK -> Set.of("delete " + DeviceApi.LINKS + "/" + FakeServer.LINK_ID);
            case TURN -> Set.of("turn");
            case METRIC_EVENTS -> Set.of("event " + EVENT.eventId());
            case ENROLMENT -> Set.of("enrol bob");
            default -> Set.of();
        };
    }

    /// What the people in front of the device see of it: the right answer, one effect, and everybody is still there.
    private void assertAsInAGoodNight(Asking asking, Answer<?> answer) {
        assertEquals(new Answered<>(expected(asking)), answer);
        assertEquals(
                done(asking).stream().sorted().toList(),
                // The id of a change is the client's own.
                server.done.stream()
                        .map(one -> one.startsWith("turn ") ? "turn" : one)
                        .sorted()
                        .toList());
        assertEquals(List.of(), server.revoked);
        assertEquals(
                asking == Asking.ENROLMENT ? List.of("alice", "bob") : List.of("alice"),
                device.state().customers().stream().map(Customer::displayName).toList());
        assertInstanceOf(Answered.class, session().switches(soon()));
        assertTrue(reachability.isReachable());
    }

    @ParameterizedTest
    @EnumSource(Asking.class)
    void firstQuestionOnADeadConnectionIsAnswered(Asking asking) {
        proxy.silence();
        assertAsInAGoodNight(asking, ask(asking, sooner()));
        assertEquals(2, proxy.connections());
    }

    /// The server has done what it was asked for, and its answer does not come.
    @ParameterizedTest
    @EnumSource(Asking.class)
    void whatIsAskedAgainAfterALostAnswerIsDoneOnce(Asking asking) {
        proxy.loseAnswers();
        Answer<?> answer = ask(asking, sooner());
        List<String> asked = List.copyOf(server.requests);
        assertEquals(asked.get(0), asked.get(1), "it came twice");
        assertAsInAGoodNight(asking, answer);
    }

    @ParameterizedTest
    @EnumSource(Asking.class)
    void connectionThatWasOpenThroughASleepIsNotUsed(Asking asking) {
        proxy.silence();
        clock.move(Duration.ofHours(8));
        assertAsInAGoodNight(asking, ask(asking, soon()));
        assertEquals(0, proxy.swallowed.get(), "nothing was sent on it");
        assertEquals(2, proxy.connections());
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -3, 3, 86_400})
    void clockThatWasSetCostsAConnectionAndNoMore(long seconds) {
        clock.move(Duration.ofSeconds(seconds));
        assertInstanceOf(Answered.class, session().switches(soon()));
        assertInstanceOf(Answered.class, session().switches(soon()));
        assertEquals(2, proxy.connections());
        assertEquals(2, server.requests.size());
    }

    @Test
    void clockThatIsSlewedCostsNothing() {
        for (int i = 0; i < 20; i++) {
            clock.move(Duration.ofMillis(1900));
            assertInstanceOf(Answered.class, session().switches(soon()));
        }
        assertEquals(1, proxy.connections());
    }

    @Test
    void timeThatPassesForBothClocksIsNoSleep() {
        clock.move(Duration.ofMinutes(5));
        time.advance(Duration.ofMinutes(5));
        assertInstanceOf(Answered.class, session().switches(soon()));
        assertEquals(1, proxy.connections());
    }

    @Test
    void questionsBesideEachOtherShareTheNewConnections() throws Exception {
        proxy.silence();
        List<CompletableFuture<Answer<?>>> answers = IntStream.range(0, 6)
                .mapToObj(i -> TestDevice.<Answer<?>>async(() -> session().switches(soon())))
                .toList();
        for (CompletableFuture<Answer<?>> answer : answers) {
            assertInstanceOf(Answered.class, TestDevice.await(answer));
        }
        assertEquals(6, server.requests.size());
        assertInstanceOf(Answered.class, session().switches(soon()));
        TestDevice.until(() -> wire.generations() == 1);
    }

    /// The first request is answered only after the second has come, and the second never.
    @Test
    void requestToASlowServerIsNotTakenBack() {
        CompletableFuture<RequestStatus> second = new CompletableFuture<>();
        CompletableFuture<RequestStatus> never = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        server.onSelection = request -> {
            if (asked.incrementAndGet() == 1) {
                return second.join();
            }
            second.complete(RequestStatus.SUCCESSFUL);
            return never.join();
        };
        try {
            assertInstanceOf(Answered.class, session().startSelection(SELECTION, soon()));
            assertEquals(2, server.requests.size());
        } finally {
            never.complete(RequestStatus.FAILURE);
        }
    }

    @Test
    void serverThatNeverAnswersIsAskedTwiceAndNoMore() {
        CompletableFuture<RequestStatus> never = new CompletableFuture<>();
        server.onSelection = request -> never.join();
        try {
            Deadline deadline = Deadline.after(Duration.ofMillis(900), real);
            assertInstanceOf(Away.class, session().startSelection(SELECTION, deadline));
            assertTrue(deadline.passed());
            assertEquals(2, server.requests.size());
            assertFalse(reachability.isReachable());
        } finally {
            never.complete(RequestStatus.FAILURE);
        }
    }

    @Test
    void networkThatSwallowsEverythingIsAwayAtTheDeadline() {
        proxy.mostAnswerBytes = 0;
        proxy.silence();
        Deadline deadline = Deadline.after(Duration.ofMillis(900), real);
        assertInstanceOf(Away.class, session().switches(deadline));
        assertTrue(deadline.passed());
        assertEquals(2, proxy.connections());
        proxy.mostAnswerBytes = Long.MAX_VALUE;
        assertInstanceOf(Answered.class, session().switches(soon()), "and is asked anew after that");
    }

    @Test
    void answerThatStopsInItsMiddleIsAskedForOnceMore() throws Exception {
        clock.move(Duration.ofHours(1));
        proxy.mostAnswerBytes = SOME_OF_AN_ANSWER;
        CompletableFuture<Answer<?>> answer = TestDevice.async(() -> session().switches(soon()));
        while (proxy.connections() < 2) {
            Thread.onSpinWait();
        }
        proxy.mostAnswerBytes = Long.MAX_VALUE;
        assertInstanceOf(Answered.class, TestDevice.await(answer));
        assertEquals(3, proxy.connections());
    }

    @Test
    void answersThatStopInTheirMiddleAreAwayAtTheDeadline() {
        clock.move(Duration.ofHours(1));
        proxy.mostAnswerBytes = SOME_OF_AN_ANSWER;
        Deadline deadline = Deadline.after(Duration.ofMillis(900), real);
        assertInstanceOf(Away.class, session().switches(deadline));
        assertTrue(deadline.passed());
    }

    @Test
    void connectionsThatWereGivenUpEnd() {
        for (int i = 0; i < 5; i++) {
            clock.move(Duration.ofHours(1));
            assertInstanceOf(Answered.class, session().switches(soon()));
        }
        assertEquals(6, proxy.connections());
        assertEquals(1, wire.generations());
    }

    @Test
    void closedWireOpensNothing() {
        wire.close();
        clock.move(Duration.ofHours(1));
        assertInstanceOf(Away.class, session().switches(soon()));
        assertEquals(1, proxy.connections());
    }
}
