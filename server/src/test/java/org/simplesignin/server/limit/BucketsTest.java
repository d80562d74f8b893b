package org.simplesignin.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BucketsTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final int MOST = 5;

    private final Buckets buckets = new Buckets(new Rate(MOST, Duration.ofHours(1)), new Random(7));

    private int taken(String key, long now) {
        int taken = 0;
        while (buckets.take(key, now).isZero()) {
            taken++;
        }
        return taken;
    }

    private void fill(long now) {
        for (int i = 0; i < Buckets.MOST_KEYS; i++) {
            buckets.take("stranger-" + i, now);
        }
    }

    @Test
    void strangersWithManyKeysGiveNobodyMoreTries() {
        assertEquals(MOST, taken("victim", 0));
        fill(0);

        assertEquals(0, taken("victim", 0));
        assertTrue(buckets.waitFor("victim", 0).isPositive());
    }

    @Test
    void keyThatComesWhenAllPlacesAreTakenIsCountedToo() {
        fill(0);

        assertTrue(taken("victim", 0) <= MOST);
        assertEquals(0, taken("victim", 0));
        assertEquals(Buckets.MOST_KEYS, buckets.keys(), "memory is bounded");
    }

    @Test
    void whoSharedABucketDoesNotGetAFreshOneOnTheWayToTheirOwn() {
        fill(0);
        taken("victim", 0);
        long later = HOUR / MOST;

        assertEquals(1, taken("victim", later), "strangers' buckets are full again: there is room");
        assertEquals(0, taken("victim", later));
    }

    @Test
    void bucketsThatAreFullAgainMakeRoom() {
        fill(0);
        buckets.take("one more", HOUR);

        assertEquals(1, buckets.keys());
    }

    @Test
    void sweepingTakesNoBucketThatIsNotFull() {
        taken("victim", 0);
        fill(0);
        long later = HOUR / MOST;
        taken("one more", later);

        assertEquals(2, buckets.keys());
        assertEquals(1, taken("victim", later));
    }

    @Test
    void fewSharedBucketsAreUsedUpByManyStrangers() {
        fill(0);
        for (int i = 0; i < Buckets.MOST_KEYS; i++) {
            buckets.take("further-" + i, 0);
        }
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += buckets.take("somebody-" + i, 0).isZero() ? 0 : 1;
        }

        assertTrue(kept <= 5, kept + " of 1,000 had to wait for strangers");
    }

    @Test
    void whatIsGivenBackToASharedBucketIsNobodys() {
        fill(0);
        int taken = taken("victim", 0);
        for (int i = 0; i < taken; i++) {
            buckets.giveBack("victim");
        }

        assertEquals(0, taken("victim", 0));
    }

    @Test
    void chargingEmptiesABucketAndNoMore() {
        for (int i = 0; i < 3 * MOST; i++) {
            buckets.charge("a", 0);
        }

        assertEquals(0, taken("a", 0));
        assertEquals(Duration.ofNanos(HOUR / MOST), buckets.waitFor("a", 0));
        assertEquals(MOST, taken("a", HOUR));
    }
}
