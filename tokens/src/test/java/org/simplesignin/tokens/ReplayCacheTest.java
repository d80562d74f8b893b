package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.simplesignin.tokens.ReplayCache.Answer.FIRST_USE;
import static org.simplesignin.tokens.ReplayCache.Answer.FULL;
import static org.simplesignin.tokens.ReplayCache.Answer.SEEN;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The memory of accepted tokens: bounded, forgetful only of what has expired. */
final class ReplayCacheTest {
    private Instant now = Forge.NOW;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private static TokenId id(int number) {
        return TokenId.of("%022d".formatted(number));
    }

    @Test
    void secondUseIsSeenUntilTheTokenHasExpiredAndRoomIsNeeded() {
        ReplayCache cache = ReplayCache.inMemory(2, clock);
        assertEquals(FIRST_USE, cache.use(id(1), now.plusSeconds(60)));
        assertEquals(SEEN, cache.use(id(1), now.plusSeconds(60)));
        assertEquals(FIRST_USE, cache.use(id(2), now.plusSeconds(61)));
        now = now.plusSeconds(60);
        assertEquals(FULL, cache.use(id(3), now.plusSeconds(60)));
        now = now.plusNanos(1);
        assertEquals(SEEN, cache.use(id(1), now.plusSeconds(60)), "there is room for it");
        assertEquals(FIRST_USE, cache.use(id(3), now.plusSeconds(60)));
        assertEquals(FULL, cache.use(id(1), now.plusSeconds(60)));
    }

    @Test
    void clockSetForwardAndBackBringsNoTokenBack() {
        ReplayCache cache = ReplayCache.inMemory(10, clock);
        Instant until = now.plusSeconds(1260);
        assertEquals(FIRST_USE, cache.use(id(1), until));
        now = now.plusSeconds(7200);
        assertEquals(FIRST_USE, cache.use(id(2), now.plusSeconds(1260)));
        now = now.minusSeconds(7200);

        assertEquals(SEEN, cache.use(id(1), until));
        assertEquals(FIRST_USE, cache.use(id(3), until), "and nobody else has to wait");
    }

    @Test
    void ofTheExpiredTheOldestIsForgottenFirstAndNoMoreThanNeeded() {
        ReplayCache cache = ReplayCache.inMemory(3, clock);
        for (int i = 3; i > 0; i--) {
            assertEquals(FIRST_USE, cache.use(id(i), now.plusSeconds(i)));
        }
        now = now.plusSeconds(100);
        assertEquals(FIRST_USE, cache.use(id(4), now.plusSeconds(60)));
        now = now.minusSeconds(100);

        assertEquals(SEEN, cache.use(id(2), now.plusSeconds(2)));
        assertEquals(SEEN, cache.use(id(3), now.plusSeconds(3)));
        assertEquals(FULL, cache.use(id(1), now.plusSeconds(1)));
    }

    @Test
    void fullCacheForgetsNothingThatIsValid() {
        ReplayCache cache = ReplayCache.inMemory(2, clock);
        assertEquals(FIRST_USE, cache.use(id(1), now.plusSeconds(100)));
        assertEquals(FIRST_USE, cache.use(id(2), now.plusSeconds(10)));
        assertEquals(FULL, cache.use(id(3), now.plusSeconds(100)));
        assertEquals(SEEN, cache.use(id(1), now.plusSeconds(100)));
        assertEquals(SEEN, cache.use(id(2), now.plusSeconds(100)));
        now = now.plusSeconds(11);
        assertEquals(FIRST_USE, cache.use(id(3), now.plusSeconds(100)));
        assertEquals(SEEN, cache.use(id(1), now.plusSeconds(100)));
        assertEquals(FULL, cache.use(id(2), now.plusSeconds(100)));
    }

    @Test
    void ofSixteenParallelUsesOneIsTheFirst() throws Exception {
        ReplayCache cache = ReplayCache.inMemory(100, clock);
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int round = 0; round < 20; round++) {
                TokenId id = id(round);
                Callable<ReplayCache.Answer> use = () -> cache.use(id, now.plusSeconds(60));
                List<ReplayCache.Answer> answers = new ArrayList<>();
                for (Future<ReplayCache.Answer> answer : threads.invokeAll(
                        IntStream.range(0, 16).mapToObj(i -> use).toList())) {
                    answers.add(answer.get());
                }
                assertEquals(1, answers.stream().filter(FIRST_USE::equals).count());
                assertEquals(15, answers.stream().filter(SEEN::equals).count());
            }
        }
    }

    @Test
    void cacheWithoutRoomIsNotMade() {
        assertThrows(IllegalArgumentException.class, () -> ReplayCache.inMemory(0, clock));
        assertThrows(IllegalArgumentException.class, () -> ReplayCache.inMemory(-1, clock));
    }

    @Test
    void noCacheRemembersNothing() {
        assertEquals(FIRST_USE, ReplayCache.NONE.use(id(1), now));
        assertEquals(FIRST_USE, ReplayCache.NONE.use(id(1), now));
    }
}
