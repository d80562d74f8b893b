package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Sessions whose tokens a version before this one drew at random, so that no token follows from another: they go on.
final class SessionsOfEarlierVersionsTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    private TestServer server;
    private Customer customer;
    private TestDevice device;
    private Device registered;
    private String older;
    private String previous;
    private String current;
    private String access;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
        customer = server.newCustomer();
        device = server.newDevice(customer);
        registered = registration().device();
        older = drawn();
        previous = drawn();
        current = drawn();
        access = drawn();
        store(previous);
        device.with(new TokenAnswer(access, "DPoP", 600, current));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Registration registration() {
        return server.storage().devices().ofCustomer(customer.id()).getFirst();
    }

    private String drawn() {
        byte[] secret = new byte[SessionToken.SECRET_BYTES];
        random.nextBytes(secret);
        return SessionToken.of(customer.id(), registered.id(), secret).value();
    }

    private void store(@Nullable String before) {
        Instant now = server.clock().instant();
        Session session = new Session(
                SecretHash.of(access),
                now.plus(Duration.ofMinutes(10)),
                null,
                null,
                SecretHash.of(current),
                before == null ? null : SecretHash.of(before),
                now);
        server.storage()
                .transactions()
                .inCustomerTransaction(
                        customer.id(), tx -> server.storage().devices().replaceSession(tx, registered.id(), session));
    }

    private TokenAnswer refresh(String token) {
        Received received = device.refreshWith(token);
        assertEquals(200, received.status(), received::text);
        return received.as(TokenAnswer.class);
    }

    private void assertGoesOnWith(TokenAnswer answer) {
        device.with(answer);
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals(200, device.refresh().status());
        assertEquals(200, device.refresh().status());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
    }

    @Test
    void sessionGoesOnWithItsTokens() {
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());

        TokenAnswer next = refresh(current);

        assertEquals(next, refresh(current), "from now on a repetition gets the same");
        assertGoesOnWith(next);
    }

    @Test
    void sessionThatWasNeverRefreshedGoesOn() {
        store(null);

        assertGoesOnWith(refresh(current));
    }

    @Test
    void deviceWhoseLastAnswerWasLostBeforeTheUpgradeComesBackDaysLater() {
        server.clock().forward(Duration.ofDays(3));

        TokenAnswer next = refresh(previous);

        assertEquals(next, refresh(previous));
        assertGoesOnWith(next);
    }

    @Test
    void requestOfBeforeTheUpgradeThatArrivesLateTakesNothingFromTheDevice() {
        refresh(previous);
        refresh(previous);

        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertGoesOnWith(refresh(current));
    }

    @Test
    void olderTokenIsRefusedAndEndsNothingAsNobodyCanTellItFromOneThatNeverWas() {
        assertEquals(400, device.refreshWith(older).status());

        assertGoesOnWith(refresh(current));
    }

    @Test
    void anotherKeyIsRefusedWithBothTokens() {
        assertEquals(400, server.stranger().refreshWith(current).status());
        assertEquals(400, server.stranger().refreshWith(previous).status());

        assertGoesOnWith(refresh(current));
    }

    @Test
    void enrolmentThatAnEarlierVersionSpentCannotBeRepeated() {
        String secret = server.enrolmentSecret(customer);
        server.storage()
                .transactions()
                .inCustomerTransaction(
                        customer.id(),
                        tx -> server.storage()
                                .devices()
                                .spendEnrolment(
                                        tx,
                                        SecretHash.of(secret),
                                        server.clock().instant()));

        assertEquals("invalid_grant", device.enrol(secret).code());
        assertGoesOnWith(refresh(current));
    }
}
