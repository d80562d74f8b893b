package org.simplesignin.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.http.NetworkAddress;

final class SharesTest {
    private static final int MOST = 10_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Shares shares = new Shares(new Rate(MOST, HOUR), new Random(7));

    private static String of(int carrier, int site, int network) {
        return "2%03x:db8:%x:%x::1".formatted(carrier, site, network);
    }

    private boolean takes(String address, long now) {
        return shares.take(NetworkAddress.parse(address).orElseThrow(), now).isZero();
    }

    private int taken(int times, IntFunction<String> address) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += takes(address.apply(i), 0) ? 1 : 0;
        }
        return taken;
    }

    private void takeHalf() {
        assertEquals(MOST / 2, taken(MOST / 2, i -> of(i % 500, i, 0)));
    }

    @Test
    void oneSiteWithAllItsNetworksGetsATwentieth() {
        assertEquals(MOST / 20, taken(MOST, i -> of(0, 0, i)));
    }

    @Test
    void oneCarrierWithAllItsSitesGetsAQuarter() {
        assertEquals(MOST / 4, taken(MOST, i -> of(0, i, 0)));
    }

    @Test
    void oneIpv4NetworkGetsAsMuch() {
        assertEquals(MOST / 20, taken(MOST, i -> "203.0.113." + i % 256));
        assertEquals(MOST / 4 - MOST / 20, taken(MOST, i -> "203.0.%d.7".formatted(i % 113)));
    }

    @Test
    void inTheSecondHalfASiteGetsLess() {
        takeHalf();

        assertEquals(MOST / 500, taken(1_000, i -> of(0xfff, 0, i)));
    }

    @Test
    void inTheSecondHalfACarrierGetsLess() {
        takeHalf();

        assertEquals(MOST / 20, taken(1_000, i -> of(0xfff, i, 0)));
    }

    @Test
    void whatWasTakenInTheFirstHalfCountsTowardsTheShare() {
        taken(MOST / 500, i -> of(0xfff, 0, i));
        takeHalf();

        assertEquals(0, taken(10, i -> of(0xfff, 0, i)));
    }

    @Test
    void hundredCarriersWithOneSiteEachLeaveAThirdToOthers() {
        int taken = taken(MOST, i -> of(i % 100, 0, i));

        assertTrue(taken <= MOST / 2 + 100 * (MOST / 500), taken + " taken");
        assertTrue(takes("203.0.113.7", 0));
    }

    /// This is what remains.
    @Test
    void hundredsOfSitesOfTenCarriersUseAllUp() {
        assertEquals(MOST, taken(2 * MOST, i -> of(i % 500, i % 500, i)));
        assertTrue(!takes("203.0.113.7", 0));
    }

    @Test
    void sharesAreOverWhenHalfIsThereAgain() {
        takeHalf();
        taken(100, i -> of(0xfff, 0, i));
        long later = HOUR.toNanos() / 10;

        assertTrue(takes(of(0xfff, 0, 1), later));
        assertTrue(takes(of(0xfff, 0, 1), later));
    }

    @Test
    void ofAFewInAllEachSiteHasOne() {
        Shares few = new Shares(new Rate(4, HOUR), new Random(7));
        for (String address : new String[] {"203.0.113.7", "198.51.100.7", "192.0.2.7"}) {
            NetworkAddress one = NetworkAddress.parse(address).orElseThrow();
            assertTrue(few.take(one, 0).isZero(), address);
            assertTrue(few.take(one, 0).isPositive(), address);
        }
    }
}
