package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Refreshing under a bad network: whatever is lost, late or there twice, the device that holds the key keeps its
/// session, and nobody else gets one.
final class RefreshTest {
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    private Path directory;

    private TestServer server;
    private Customer customer;
    private TestDevice device;
    private String refresh;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
        customer = server.newCustomer();
        device = server.newDevice(customer);
        refresh = device.tokens().refresh_token();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String proof() {
        return device.proof("POST", DeviceApi.TOKEN, null).text();
    }

    private Received deliver(String refreshToken, String proof) {
        return device.token(Map.of("grant_type", DeviceApi.REFRESH_GRANT, "refresh_token", refreshToken), proof);
    }

    private TokenAnswer repeat(String refreshToken) {
        Received received = device.refreshWith(refreshToken);
        assertEquals(200, received.status(), received::text);
        return received.as(TokenAnswer.class);
    }

    /// Refreshes twice, so that the successor of the first token was refreshed with.
    private void goOnTwice() {
        assertEquals(200, device.refresh().status());
        assertEquals(200, device.refresh().status());
    }

    private void assertGoesOn() {
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals(200, device.refresh().status());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    private void assertRefused(String error, Received received) {
        assertEquals(400, received.status(), received::text);
        assertEquals(error, received.members().get("error"), received::text);
    }

    private List<String> audited() {
        return server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .map(AuditLine::kind)
                .toList();
    }

    @Test
    void requestThatArrivesAfterItsRepetitionTakesNothingFromTheDevice() {
        String late = proof();
        device.with(repeat(refresh));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        server.clock().forward(Duration.ofSeconds(14));

        Received received = deliver(refresh, late);

        assertEquals(device.tokens(), received.as(TokenAnswer.class));
        assertGoesOn();
    }

    @Test
    void repetitionGetsTheSameTokensHoweverLateItIs() {
        TokenAnswer first = repeat(refresh);

        for (Duration later : List.of(
                Duration.ZERO,
                Duration.ofSeconds(59),
                Duration.ofSeconds(61),
                Duration.ofMinutes(10),
                Duration.ofDays(3))) {
            server.clock().forward(later);
            assertEquals(first, repeat(refresh), later::toString);
        }
        device.with(first);
        assertGoesOn();
    }

    @Test
    void repetitionSetsTheExpiryOfTheAccessTokenAnew() {
        device.with(repeat(refresh));
        server.clock().forward(Duration.ofMinutes(9));

        repeat(refresh);

        server.clock().forward(Duration.ofMinutes(10).minusMillis(1));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        server.clock().forward(Duration.ofMillis(1));
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
    }

    @Test
    void deviceThatLostTheAnswerInAPowerCutComesBackAfterDaysToARestartedServer() {
        TokenAnswer lost = repeat(refresh);
        server.close();
        server = TestServer.start(directory);
        server.clock().forward(Duration.ofDays(5));
        device = server.twinOf(device);

        assertEquals(lost, repeat(refresh));

        device.with(lost);
        assertGoesOn();
    }

    @Test
    void callsUnderWayDuringARefreshAndItsRepetitionEndWell() {
        TestDevice underWay = server.twinOf(device);
        device.refresh();
        repeat(refresh);

        assertEquals(200, underWay.get(DeviceApi.CUSTOMER).status());
        server.clock().forward(Duration.ofMinutes(10));
        repeat(refresh);
        assertEquals("invalid_token", underWay.get(DeviceApi.CUSTOMER).code());
    }

    @Test
    void tokenCountsAsUsedOnceItsSuccessorWasRefreshedWith() {
        goOnTwice();

        assertRefused("invalid_grant", device.refreshWith(refresh));

        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
        assertRefused("invalid_grant", device.refresh());
        assertEquals(List.of("device-registered", "session-ended"), audited());
    }

    @Test
    void staleProofOfATokenThatWasUsedChangesNothing() {
        String late = proof();
        goOnTwice();
        server.clock().forward(Duration.ofMinutes(10));

        assertRefused("use_dpop_nonce", deliver(refresh, late));

        assertEquals(200, device.refresh().status());
        assertGoesOn();
        assertEquals(List.of("device-registered"), audited());
    }

    @Test
    void spentProofOfATokenThatWasUsedChangesNothing() {
        String proof = proof();
        device.with(deliver(refresh, proof).as(TokenAnswer.class));
        device.refresh();

        assertRefused("invalid_dpop_proof", deliver(refresh, proof));

        assertGoesOn();
        assertEquals(List.of("device-registered"), audited());
    }

    @Test
    void anotherKeyIsRefusedWithEveryTokenAndChangesNothing() {
        goOnTwice();
        TestDevice thief = server.stranger();
        String previous = device.tokens().refresh_token();
        device.refresh();

        for (String token : List.of(refresh, previous, device.tokens().refresh_token())) {
            assertRefused("invalid_grant", thief.refreshWith(token));
        }

        assertGoesOn();
    }

    @Test
    void tokenThatWasNeverIssuedChangesNothing() {
        String other = server.newDevice().tokens().refresh_token();
        String forged = refresh.substring(0, 43) + other.substring(43);

        assertRefused("invalid_grant", device.refreshWith(forged));

        assertGoesOn();
    }

    @Test
    void accessTokenIsNoRefreshTokenAndEndsNothing() {
        assertRefused("invalid_grant", device.refreshWith(device.tokens().access_token()));

        assertGoesOn();
    }

    @Test
    void secondTextOfATokenIsNoToken() {
        // 86 characters have 516 bits, a token 512: the last four say nothing.
        char last = refresh.charAt(85);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String second = refresh.substring(0, 85) + alphabet.charAt(alphabet.indexOf(last) + 1);

        assertRefused("invalid_grant", device.refreshWith(second));

        assertGoesOn();
    }

    @Test
    void removedDeviceGetsNothingForAnyToken() {
        device.refresh();
        device.revoke(device.tokens().refresh_token());

        for (String token : List.of(refresh, device.tokens().refresh_token())) {
            assertRefused("invalid_grant", device.refreshWith(token));
        }
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
    }

    @Test
    void clockThatIsSetBackEndsTheAccessTokenAndNotTheSession() {
        server.clock().set(TWO_HOURS.negated());
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());

        assertEquals(200, device.refresh().status());

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        server.clock().forward(Sessions.ACCESS_LIFE);
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
        assertEquals(200, device.refresh().status());
        assertGoesOn();
        assertEquals(List.of("device-registered"), audited());
    }

    @Test
    void answerThatWasLostBeforeTheClockWasSetBackIsGivenAgainWithALifeOfNow() {
        TokenAnswer lost = repeat(refresh);
        server.clock().set(TWO_HOURS.negated());

        assertEquals(lost, repeat(refresh));

        device.with(lost);
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        server.clock().forward(Sessions.ACCESS_LIFE);
        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
    }

    @Test
    void accessTokenOfAClockThatWasAheadIsNotGoodAgainWhenTheClockGetsThere() {
        server.clock().set(TWO_HOURS);
        device.refresh();
        TestDevice copy = server.twinOf(device);
        server.clock().set(TWO_HOURS.negated());
        device.refresh();

        server.clock().forward(TWO_HOURS);

        assertEquals("invalid_token", copy.get(DeviceApi.CUSTOMER).code());
    }

    @Test
    void tokenOfAServerThatIsAMinuteAheadIsTakenAlsoOnceItIsThePreviousOne() {
        TestDevice underWay = server.twinOf(device);
        server.clock().set(Duration.ofMinutes(-1));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        device.refresh();
        assertEquals(200, underWay.get(DeviceApi.CUSTOMER).status());

        server.clock().set(Duration.ofMillis(-1));

        assertEquals("invalid_token", underWay.get(DeviceApi.CUSTOMER).code());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void eachRefreshGivesOtherTokens() {
        TokenAnswer first = device.tokens();
        device.refresh();

        assertNotEquals(first.access_token(), device.tokens().access_token());
        assertNotEquals(first.refresh_token(), device.tokens().refresh_token());
        assertEquals(
                first.refresh_token().substring(0, 42),
                device.tokens().refresh_token().substring(0, 42));
    }

    /// A night of a bad network: requests are lost, answers are lost, copies come late. Whatever the order, the device
    /// ends with tokens that are good.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sessionOutlivesABadNight(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            String sent = device.tokens().refresh_token();
            device.get(DeviceApi.CUSTOMER); // a nonce of now
            String late = proof();
            int lost = random.nextInt(4);
            for (int i = 0; i < lost; i++) {
                repeat(sent);
                server.clock().forward(Duration.ofSeconds(random.nextInt(40)));
            }
            device.with(repeat(sent));
            server.clock().forward(Duration.ofSeconds(random.nextInt(100)));
            if (random.nextBoolean()) {
                device.get(DeviceApi.CUSTOMER);
            }
            // A copy that the network held back: answered alike, or too old to be looked at.
            Received copy = deliver(sent, late);
            if (copy.status() == 200) {
                assertEquals(device.tokens(), copy.as(TokenAnswer.class));
            } else {
                assertRefused("use_dpop_nonce", copy);
            }
            server.clock().forward(Duration.ofMinutes(random.nextInt(12)));
        }
        assertEquals(200, device.refresh().status());
        assertGoesOn();
        assertEquals(List.of("device-registered"), audited());
    }
}
