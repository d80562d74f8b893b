package org.simplesignin.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.registration.Standing.Registered;
import org.simplesignin.client.registration.Standing.Simple;
import org.simplesignin.client.registration.Standing.Waiting;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.testing.FakeGrant;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.ProblemCode;

/// When codes are asked for and polled, and what comes of it. What survives a restart is in [RestartTest].
final class RegistrationTest {
    private Registering device;
    private FakeGrant grant;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        device = new Registering(directory, Clock.systemUTC());
        grant = device.server.grant;
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private Waiting waiting() {
        return assertInstanceOf(Waiting.class, device.registration.standing());
    }

    private Standing standing() {
        return device.registration.standing();
    }

    private String userCode() {
        return waiting().code().userCode();
    }

    private void register(String customer) {
        device.registration.begin();
        grant.approve(userCode(), customer);
        device.pass(5);
        assertInstanceOf(Registered.class, standing());
    }

    @Test
    void customerWhoRegistersAgainIsHereOnce() throws Exception {
        register("alice");
        CustomerId before = device.device.state().active();
        register("bob");

        register("alice");

        assertEquals(List.of("bob", "alice"), device.customers());
        assertNotEquals(before, device.device.state().active());
        assertEquals(
                "alice", device.device.state().activeCustomer().orElseThrow().displayName());
        assertInstanceOf(Answered.class, device.sessions.active().orElseThrow().apps(device.soon()));
        assertEquals(List.of(), device.departures.names(), "nobody has left");
        assertFalse(device.hasFile("session-" + before), "the tokens of before are gone");
        device.restart();
        assertEquals(List.of("bob", "alice"), device.customers());
    }

    @Test
    void customersOfOneNameAreNotTakenForEachOther() {
        register("alex#1");
        CustomerId first = Objects.requireNonNull(device.device.state().active());

        register("alex#2");

        assertEquals(List.of("alex", "alex"), device.customers());
        assertInstanceOf(Answered.class, device.sessions.of(first).orElseThrow().apps(device.soon()));
        assertEquals(List.of(), device.server.revoked);
    }

    @Test
    void customerWhomTheServerRemovedWhileAnotherJoinedIsStillToldOf() {
        register("alice");
        register("bob");
        device.server.endSessions("alice");

        device.sessions
                .of(device.device.state().customers().getFirst().id())
                .orElseThrow()
                .apps(device.soon());

        assertEquals(List.of("bob"), device.customers());
        assertEquals(List.of("alice"), device.departures.names());
    }

    @Test
    void approvedCustomerIsHereAndActive() {
        device.registration.begin();
        assertEquals("BCDF-GHAB", userCode());
        assertEquals(Duration.ofMinutes(10), waiting().left());
        assertEquals(
                "127.0.0.1:" + device.server.url().replaceFirst(".*:", "") + "/device",
                waiting().code().shortUri());
        grant.approve(userCode(), "alice");
        device.pass(5);
        assertEquals(
                "alice",
                assertInstanceOf(Registered.class, standing()).customer().displayName());
        assertEquals(
                "alice", device.device.state().activeCustomer().orElseThrow().displayName());
        assertInstanceOf(Answered.class, device.sessions.active().orElseThrow().apps(device.soon()));
        device.pass(600);
        assertEquals(1, grant.polls.size());
        assertEquals("Living room", grant.asked.getFirst().get("device_name"));
        assertEquals("Test TV", grant.asked.getFirst().get("device_model"));
        assertEquals("simple-sign-in-device", grant.asked.getFirst().get("client_id"));
    }

    @Test
    void nobodyIsHereBeforeAnybodyHasApproved() {
        device.registration.begin();
        device.pass(400);
        assertEquals(List.of(), device.customers());
        assertEquals(Duration.ofSeconds(200), waiting().left());
    }

    @Test
    void pollsKeepTheInterval() {
        grant.interval = 7;
        device.registration.begin();
        device.time.advance(Duration.ofMillis(6_999));
        assertEquals(0, grant.polls.size());
        device.time.advance(Duration.ofMillis(1));
        assertEquals(1, grant.polls.size());
        device.pass(70);
        assertEquals(11, grant.polls.size());
    }

    @Test
    void slowDownAddsFiveSecondsToEveryLaterPause() {
        device.registration.begin();
        grant.answer(userCode(), ProblemCode.SLOW_DOWN);
        device.pass(5);
        grant.answer(userCode(), ProblemCode.AUTHORIZATION_PENDING);
        device.pass(9);
        assertEquals(1, grant.polls.size());
        device.pass(1);
        assertEquals(2, grant.polls.size());
        device.pass(100);
        assertEquals(12, grant.polls.size());
    }

    @Test
    void serverThatDoesNotAnswerIsPolledEverMoreRarelyAndThenAsBefore() {
        device.registration.begin();
        device.server.failWith = 503;
        device.server.requests.clear();
        device.pass(5 + 10 + 20 + 40);
        assertEquals(4, device.server.requests.size());
        device.pass(59);
        assertEquals(4, device.server.requests.size());
        device.server.failWith = 0;
        device.pass(1 + 50);
        assertEquals(11, grant.polls.size());
        grant.approve(userCode(), "alice");
        device.pass(5);
        assertEquals(List.of("alice"), device.customers());
    }

    @Test
    void freshCodeComesBeforeTheOldOneEnds() {
        device.registration.begin();
        String old = userCode();
        device.pass(509);
        assertEquals(old, userCode());
        device.pass(1);
        assertEquals(2, grant.codes.size());
        assertFalse(userCode().equals(old));
        assertEquals(Duration.ofMinutes(10), waiting().left());
    }

    @Test
    void oldCodeIsGoodUntilItsEnd() {
        device.registration.begin();
        String old = userCode();
        device.pass(597);
        grant.approve(old, "alice");
        device.pass(3);
        assertEquals(List.of("alice"), device.customers());
        assertInstanceOf(Registered.class, standing());
    }

    @Test
    void oldCodeIsPolledOnceMoreAfterItsEndAndThenNoMore() {
        device.registration.begin();
        String old = userCode();
        device.pass(605);
        long polled = grant.polls.stream().filter(old::equals).count();
        assertEquals(120, polled);
        device.pass(300);
        assertEquals(polled, grant.polls.stream().filter(old::equals).count());
    }

    @Test
    void shortLivedCodeIsRenewedHalfwayThrough() {
        grant.life = 60;
        device.registration.begin();
        device.pass(29);
        assertEquals(1, grant.codes.size());
        device.pass(1);
        assertEquals(2, grant.codes.size());
    }

    @Test
    void refusedRegistrationEndsWithAllItsCodes() {
        device.registration.begin();
        String old = userCode();
        device.pass(511);
        grant.answer(old, ProblemCode.ACCESS_DENIED);
        device.pass(5);
        assertEquals(Simple.REFUSED, standing());
        int polled = grant.polls.size();
        device.pass(600);
        assertEquals(polled, grant.polls.size());
        assertEquals(2, grant.codes.size());
        assertInstanceOf(Waiting.class, device.registration.begin());
        assertEquals(3, grant.codes.size());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED_TOKEN", "INVALID_GRANT"})
    void codeThatTheServerHasEndedIsReplacedAtOnce(ProblemCode problem) {
        device.registration.begin();
        String old = userCode();
        grant.answer(old, problem);
        device.pass(5);
        assertFalse(userCode().equals(old));
        device.pass(100);
        assertEquals(1, grant.polls.stream().filter(old::equals).count());
    }

    @Test
    void answerThatIsNotAboutTheCodeDoesNotEndIt() {
        device.registration.begin();
        grant.answer(userCode(), ProblemCode.INVALID_CLIENT);
        device.pass(5);
        grant.approve(userCode(), "alice");
        device.pass(10);
        assertEquals(List.of("alice"), device.customers());
    }

    @Test
    void withoutAnybodyLookingThereIsNoFreshCode() {
        device.registration.begin();
        device.watched.set(false);
        device.pass(599);
        assertEquals(1, grant.codes.size());
        device.pass(1);
        assertEquals(Simple.EXPIRED, standing());
        device.pass(3600);
        assertEquals(1, grant.codes.size());
        assertInstanceOf(Waiting.class, device.registration.begin());
    }

    @Test
    void whoeverLooksAgainGetsAFreshCodeAtOnce() {
        device.registration.begin();
        device.watched.set(false);
        device.pass(550);
        device.watched.set(true);
        device.registration.begin();
        assertEquals(2, grant.codes.size());
        assertEquals(Duration.ofMinutes(10), waiting().left());
    }

    @Test
    void afterHalfAnHourThereAreNoMoreCodes() {
        device.registration.begin();
        device.pass(3600);
        assertEquals(Simple.EXPIRED, standing());
        assertEquals(4, grant.codes.size());
    }

    @Test
    void serverThatIsAwayIsAskedAgain() {
        device.server.stop();
        assertEquals(Simple.SERVER_AWAY, device.registration.begin());
        device.pass(2 + 4);
        assertEquals(Simple.SERVER_AWAY, standing());
        device.server.startAgain();
        device.pass(7);
        assertEquals(Simple.SERVER_AWAY, standing());
        device.pass(1);
        assertEquals("BCDF-GHAB", userCode());
    }

    @Test
    void tryingAgainByHandDoesNotWait() {
        device.server.stop();
        device.registration.begin();
        device.server.startAgain();
        assertInstanceOf(Waiting.class, device.registration.begin());
        device.pass(30);
        assertEquals(1, grant.codes.size());
    }

    @Test
    void shownCodeStaysWhileTheFreshOneCannotBeHad() {
        device.registration.begin();
        device.pass(500);
        device.server.failWith = 503;
        device.pass(99);
        assertEquals("BCDF-GHAB", userCode());
        device.pass(1);
        assertEquals(Simple.SERVER_AWAY, standing());
        device.server.failWith = 0;
        device.pass(30);
        assertEquals("BCDF-GHAC", userCode());
    }

    @Test
    void serverThatIsAwayIsNotAskedForEver() {
        device.server.stop();
        device.registration.begin();
        device.watched.set(false);
        device.pass(60);
        assertEquals(Simple.EXPIRED, standing());
    }

    @Test
    void manyBeginningsAtOnceAreOneRegistration() throws Exception {
        List<CompletableFuture<Standing>> all = IntStream.range(0, 8)
                .mapToObj(i -> TestDevice.async(() -> device.registration.begin()))
                .toList();
        for (CompletableFuture<Standing> one : all) {
            assertInstanceOf(Waiting.class, TestDevice.await(one));
        }
        assertEquals(1, grant.codes.size());
    }

    @Test
    void cancelledRegistrationLetsNobodyIn() {
        device.registration.begin();
        String code = userCode();
        device.registration.cancel();
        assertEquals(Simple.NONE, standing());
        grant.approve(code, "mallory");
        device.pass(1200);
        assertEquals(List.of(), device.customers());
        assertEquals(List.of(), grant.polls);
    }

    @Test
    void tokensThatComeAfterTheCancellationAreGivenBack() throws Exception {
        device.registration.begin();
        grant.approve(userCode(), "alice");
        grant.onPoll = device.registration::cancel;
        device.pass(5);
        assertEquals(List.of(), device.customers());
        TestDevice.until(() -> device.server.revoked.equals(List.of("alice")));
    }

    @Test
    void answerToAnEarlierQuestionIsNotShown() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        grant.onAuthorize = answer -> {
            asked.countDown();
            awaitQuietly(cancelled);
            return answer;
        };
        CompletableFuture<Standing> first = TestDevice.async(() -> device.registration.begin());
        asked.await();
        device.registration.cancel();
        cancelled.countDown();
        assertEquals(Simple.NONE, TestDevice.await(first));
        device.pass(60);
        assertEquals(List.of(), grant.polls);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void lostAnswerIsAskedForAgainAndAddsOneCustomer() {
        device.registration.begin();
        grant.approve(userCode(), "alice");
        grant.loseAnswers(1);
        device.pass(5);
        assertEquals(List.of(), device.customers());
        device.pass(10);
        assertEquals(List.of("alice"), device.customers());
    }

    @Test
    void everyCustomerIsRegisteredUnderTheSameDeviceKey() {
        for (String customer : List.of("alice", "bob", "carol")) {
            device.registration.begin();
            grant.approve(userCode(), customer);
            device.pass(5);
            assertEquals(
                    customer,
                    device.device.state().activeCustomer().orElseThrow().displayName());
        }
        assertEquals(List.of("alice", "bob", "carol"), device.customers());
        assertEquals(1, device.server.keys.size());
        device.device
                .state()
                .customers()
                .forEach(customer -> assertInstanceOf(
                        Answered.class,
                        device.sessions.of(customer.id()).orElseThrow().apps(device.soon())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bcdf-ghjk|https://ssi.example/device|600|5",
                "|https://ssi.example/device|600|5",
                "BCDF-GHJK\u202E|https://ssi.example/device|600|5",
                "BCDF-GHJK|http://ssi.example/device|600|5",
                "BCDF-GHJK|javascript:alert(1)|600|5",
                "BCDF-GHJK|https://user@ssi.example/device|600|5",
                "BCDF-GHJK|https://ssi.example/device|0|5",
                "BCDF-GHJK|https://ssi.example/device|-1|5",
                "BCDF-GHJK|https://ssi.example/device|600|0",
                "BCDF-GHJK|https://ssi.example/device|600|-5",
            })
    void answerThatCannotBeShownIsNotShown(String userCode, String uri, long life, long interval) {
        grant.onAuthorize = answer -> new DeviceAuthorizationAnswer(
                answer.device_code(), userCode == null ? "" : userCode, uri, uri + "?user_code=x", life, interval);
        assertEquals(Simple.SERVER_AWAY, device.registration.begin());
    }

    @Test
    void codeThatWouldLiveTooLongIsCutToTenMinutes() {
        grant.life = 1_000_000;
        grant.interval = 1_000_000;
        device.registration.begin();
        assertEquals(Duration.ofMinutes(10), waiting().left());
        device.pass(60);
        assertEquals(1, grant.polls.size());
    }

    @Test
    void codesAndAddressesAreNotPrinted() {
        device.registration.begin();
        String printed = standing().toString();
        assertFalse(printed.contains(userCode()) || printed.contains("device-code"), printed);
        assertTrue(printed.contains("[redacted]"), printed);
    }
}
