package org.simplesignin.client.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(9));

    @Test
    void pausesDoubleUpToTheLongest() {
        List<Long> pauses =
                Stream.generate(backoff::next).limit(5).map(Duration::toSeconds).toList();

        assertEquals(List.of(2L, 4L, 8L, 9L, 9L), pauses);
    }

    @Test
    void answerOfTheServerBeginsAnew() {
        assertFalse(backoff.isUnderWay());
        backoff.next();
        backoff.next();
        assertTrue(backoff.isUnderWay());

        backoff.reset();

        assertFalse(backoff.isUnderWay());
        assertEquals(Duration.ofSeconds(2), backoff.next());
    }
}
