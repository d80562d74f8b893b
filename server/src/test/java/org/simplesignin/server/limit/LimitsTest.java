package org.simplesignin.server.limit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.testing.MovableClock;

final class LimitsTest {
    private static final Limit LIMIT = Limit.MAILS_PER_MAILBOX;

    private final MovableClock clock = new MovableClock();
    private final Limits limits =
            new Limits(Map.of(LIMIT, new Rate(3, Duration.ofMinutes(6))), clock, new SecureRandom());

    @Test
    void asManyAsAllowedAreTakenAtOnceAndTheNextIsRefused() {
        take(3);

        RefusedException refused = assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));

        assertEquals(ProblemCode.TOO_MANY_REQUESTS, refused.code());
        assertEquals(Duration.ofMinutes(2), refused.retryAfter());
    }

    @Test
    void oneMoreIsAllowedExactlyWhenTheWaitIsOver() {
        take(3);
        clock.forward(Duration.ofMinutes(2).minusNanos(1));
        assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
        clock.forward(Duration.ofNanos(1));

        assertDoesNotThrow(() -> limits.take(LIMIT, "a"));
        assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
    }

    @Test
    void whoIsRefusedDoesNotWaitLongerForHavingAsked() {
        take(3);
        for (int i = 0; i < 100; i++) {
            assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
        }
        clock.forward(Duration.ofMinutes(2));

        assertDoesNotThrow(() -> limits.take(LIMIT, "a"));
    }

    @Test
    void longPauseFillsTheBucketAndNoMore() {
        take(3);
        clock.forward(Duration.ofDays(30));
        take(3);

        assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
    }

    @Test
    void oneKeyDoesNotCostAnother() {
        take(3);

        assertDoesNotThrow(() -> limits.take(LIMIT, "b"));
        assertDoesNotThrow(() -> limits.take(Limit.MAILS_PER_ADDRESS, "a"));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainButTheBucketNeverHoldsMore() {
        take(3);
        limits.giveBack(LIMIT, "a");
        assertDoesNotThrow(() -> limits.take(LIMIT, "a"));
        assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
        for (int i = 0; i < 50; i++) {
            limits.giveBack(LIMIT, "a");
        }
        limits.giveBack(LIMIT, "nobody");
        take(3);

        assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
    }

    @Test
    void clockThatIsSetChangesNothing() {
        take(3);
        clock.set(Duration.ofDays(-400));
        assertEquals(Duration.ofMinutes(2), refused().retryAfter());
        clock.set(Duration.ofDays(800));
        assertEquals(Duration.ofMinutes(2), refused().retryAfter());

        clock.forward(Duration.ofMinutes(2));

        assertDoesNotThrow(() -> limits.take(LIMIT, "a"));
    }

    @Test
    void tickerThatIsNegativeOrWrapsIsATickerAsAnyOther() {
        for (long start : List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)) {
            AtomicLong nanos = new AtomicLong(start);
            Limits own = new Limits(Map.of(LIMIT, new Rate(1, Duration.ofMinutes(1))), nanos::get, new SecureRandom());
            own.take(LIMIT, "a");
            assertThrows(RefusedException.class, () -> own.take(LIMIT, "a"));
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            assertDoesNotThrow(() -> own.take(LIMIT, "a"));
            assertThrows(RefusedException.class, () -> own.take(LIMIT, "a"));
        }
    }

    @Test
    void ofSeveralLimitsAllAreTakenOrNone() {
        take(3);
        Map<Limit, String> both = new LinkedHashMap<>();
        both.put(Limit.EXPORTS_PER_CUSTOMER, "a");
        both.put(LIMIT, "a");

        for (int i = 0; i < 9; i++) {
            assertThrows(RefusedException.class, () -> limits.takeAll(both));
        }

        for (int i = 0; i < Limit.EXPORTS_PER_CUSTOMER.usual().most(); i++) {
            limits.take(Limit.EXPORTS_PER_CUSTOMER, "a");
        }
        assertThrows(RefusedException.class, () -> limits.take(Limit.EXPORTS_PER_CUSTOMER, "a"));
    }

    @Test
    void ofManyAtOnceExactlyAsManyAsAllowedGetThrough() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> taken = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit(this::takes))
                    .toList();
            int through = 0;
            for (Future<Boolean> one : taken) {
                through += one.get() ? 1 : 0;
            }
            assertEquals(3, through);
        }
    }

    @Test
    void rateOutOfBoundsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(0, Duration.ofMinutes(1)));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1_000_000_001, Duration.ofMinutes(1)));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ofMillis(999)));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ofDays(32)));
    }

    private RefusedException refused() {
        return assertThrows(RefusedException.class, () -> limits.take(LIMIT, "a"));
    }

    private void take(int times) {
        for (int i = 0; i < times; i++) {
            limits.take(LIMIT, "a");
        }
    }

    private boolean takes() {
        try {
            limits.take(LIMIT, "a");
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }
}
