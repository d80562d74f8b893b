package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenerBoundsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, 1, 1, 1, 1",
        "100001, 1, 1, 1, 1, 1, 1, 1",
        "-1, 1, 1, 1, 1, 1, 1, 1",
        "1, 0, 1, 1, 1, 1, 1, 1",
        "1, 1, -1, 1, 1, 1, 1, 1",
        "1, 1, 1, 0, 1, 1, 1, 1",
        "1, 1, 1, 1, 0, 1, 1, 1",
        "1, 1, 1, 1, 1, 0, 1, 1",
        "1, 1, 1, 1, 1, 1, 0, 1",
        "1, 1, 1, 1, 1, 1, -1, 1",
        "1, 1, 1, 1, 1, 1, 1, -1"
    })
    void boundsThatBoundNothingAreRefused(
            int connections, int atWork, int patience, int waiting, int reading, int working, int writing, int grace) {
        assertThrows(
                IllegalArgumentException.class,
                () -> bounds(connections, atWork, patience, waiting, reading, working, writing, grace));
    }

    @Test
    void patienceAndGraceMayBeNothing() {
        assertEquals(Duration.ZERO, bounds(100_000, 1, 0, 1, 1, 1, 1, 0).grace());
    }

    private static ListenerBounds bounds(
            int connections, int atWork, int patience, int waiting, int reading, int working, int writing, int grace) {
        return new ListenerBounds(
                connections,
                atWork,
                Duration.ofSeconds(patience),
                Duration.ofSeconds(waiting),
                Duration.ofSeconds(reading),
                Duration.ofSeconds(working),
                Duration.ofSeconds(writing),
                Duration.ofSeconds(grace));
    }
}
