package org.simplesignin.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// What strangers with a hundred networks can use up of what counts in all, through the whole server.
final class NetworkSharesTest {
    private static final int IN_ALL = 200;
    private static final int EACH = 2;
    private static final int NETWORKS = 100;
    private static final String SOMEBODY_ELSE = "203.0.113.7";
    private static final byte[] CLIENT = ("client_id=" + DeviceApi.CLIENT_ID).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private TestServer server;
    private TestDevice device;

    @BeforeEach
    void start() {
        Duration hour = Duration.ofHours(1);
        Map<Limit, Rate> limits = Map.of(
                Limit.DEVICE_CODES_IN_ALL, new Rate(IN_ALL, hour),
                Limit.DEVICE_CODES_PER_ADDRESS, new Rate(EACH, hour),
                Limit.MAILS_IN_ALL, new Rate(IN_ALL, hour),
                Limit.MAILS_PER_ADDRESS, new Rate(EACH, hour));
        server = TestServer.startWith(
                directory,
                usual -> usual.with(change -> change.behindProxy(true).limits(limits)));
        device = server.stranger();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String ofOneSite(int network) {
        return "2001:db8:7:%x::1".formatted(network);
    }

    private static String ofManyCarriers(int network) {
        return "2001:%x::1".formatted(0x400 + network);
    }

    private int codesFrom(String address) {
        return device.send(
                        "POST",
                        DeviceApi.DEVICE_AUTHORIZATION,
                        CLIENT,
                        request -> request.setHeader("Content-Type", "application/x-www-form-urlencoded")
                                .setHeader("X-Forwarded-For", address))
                .status();
    }

    private int mailFrom(String address) {
        TestBrowser browser = server.browser().from(address);
        browser.get("/password-reset");
        return browser.post("/password-reset", "email", "who-" + address.replace(':', '-') + "@example.com")
                .status();
    }

    /// Asks as often as each network may; returns how often it was refused.
    private static int refused(IntFunction<String> networks, ToIntFunction<String> ask) {
        int refused = 0;
        for (int network = 0; network < NETWORKS; network++) {
            for (int i = 0; i < EACH; i++) {
                refused += ask.applyAsInt(networks.apply(network)) == 429 ? 1 : 0;
            }
        }
        return refused;
    }

    @Test
    void hundredNetworksOfOneSiteLeaveDeviceCodesForOthers() {
        int refused = refused(NetworkSharesTest::ofOneSite, this::codesFrom);

        assertEquals(200, codesFrom(SOMEBODY_ELSE));
        assertEquals(EACH * NETWORKS - IN_ALL / Shares.OF_SITE, refused);
    }

    @Test
    void hundredNetworksOfAsManyCarriersLeaveDeviceCodesForOthers() {
        int refused = refused(NetworkSharesTest::ofManyCarriers, this::codesFrom);

        assertEquals(200, codesFrom(SOMEBODY_ELSE));
        assertTrue(refused >= NETWORKS / 2, "one for each that came late: " + refused);
    }

    @Test
    void hundredNetworksOfOneSiteLeaveMailsForOthers() {
        int refused = refused(NetworkSharesTest::ofOneSite, this::mailFrom);

        assertEquals(303, mailFrom(SOMEBODY_ELSE));
        assertEquals(EACH * NETWORKS - IN_ALL / Shares.OF_SITE, refused);
    }

    @Test
    void whatIsRefusedInAllCostsAnAddressNothing() {
        refused(NetworkSharesTest::ofOneSite, this::codesFrom);
        String late = ofOneSite(0xffff);
        for (int i = 0; i < 3 * EACH; i++) {
            assertEquals(429, codesFrom(late));
        }
        server.clock().forward(Duration.ofMinutes(59));
        assertEquals(200, codesFrom(late));
        assertEquals(200, codesFrom(late));
        assertEquals(429, codesFrom(late));
    }
}
