package org.simplesignin.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.http.NetworkAddress;

final class PlacesTest {
    private static final int MOST = 30;

    private final Places places = new Places(MOST);

    private static NetworkAddress of(int carrier, int site, int network) {
        return NetworkAddress.parse("2%03x:db8:%x:%x::1".formatted(carrier, site, network))
                .orElseThrow();
    }

    private int taken(IntFunction<NetworkAddress> from) {
        int taken = 0;
        for (int i = 0; i < 10 * MOST; i++) {
            taken += places.take(from.apply(i)) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void oneSiteWithAllItsNetworksGetsHalf() {
        assertEquals(MOST / 2, taken(i -> of(0, 0, i)));
    }

    @Test
    void oneIpv4NetworkGetsHalf() {
        assertEquals(
                MOST / 2,
                taken(i -> NetworkAddress.parse("203.0.113." + i % 256).orElseThrow()));
    }

    @Test
    void oneCarrierWithAllItsSitesGetsTwoThirds() {
        assertEquals(MOST * 2 / 3, taken(i -> of(0, i, 0)));
    }

    @Test
    void manySitesThatTakeTurnsLeaveAsManyFreeAsEachOfThemHolds() {
        assertEquals(4 * MOST / 5, taken(i -> of(i % 4, 0, i)));
        assertEquals(MOST / 10, taken(i -> of(9, 0, i)), "half of what was left");
    }

    @Test
    void placeThatIsGivenBackIsFreeForItsSiteAndForOthers() {
        taken(i -> of(0, 0, i));
        assertFalse(places.take(of(0, 0, 0)));

        places.leave(of(0, 0, 7));

        assertTrue(places.take(of(0, 0, 8)));
        assertFalse(places.take(of(0, 0, 9)));
        assertTrue(places.take(of(1, 0, 0)));
    }

    @Test
    void siteThatGaveAllBackIsAsGoodAsNew() {
        for (int round = 0; round < 3; round++) {
            int taken = taken(i -> of(0, 0, i));
            assertEquals(MOST / 2, taken);
            for (int i = 0; i < taken; i++) {
                places.leave(of(0, 0, i));
            }
        }
    }

    /// What `docs/security.md` tells of 32 places.
    @Test
    void fifteenCarriersWithAllTheirSitesLeaveAPlaceAndSixteenDoNot() {
        Places fifteen = new Places(32);
        Places sixteen = new Places(32);
        for (int i = 0; i < 1000; i++) {
            fifteen.take(of(i % 15, i, 0));
            sixteen.take(of(i % 16, i % 32, 0));
        }

        assertTrue(fifteen.take(of(0xfff, 0, 0)));
        assertFalse(sixteen.take(of(0xfff, 0, 0)));
    }

    @Test
    void sixSitesThatComeOneAfterTheOtherHoldAllUntilTheyGiveThemBack() {
        Places all = new Places(32);
        for (int i = 0; i < 6 * 32; i++) {
            all.take(of(i / 32, 0, 0));
        }
        assertFalse(all.take(of(0xfff, 0, 0)));

        all.leave(of(0, 0, 0));

        assertFalse(all.take(of(0, 0, 0)), "not theirs again");
        assertTrue(all.take(of(0xfff, 0, 0)));
    }
}
