package org.simplesignin.server.time;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TermTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(5);

    @Test
    void endIsOverWhenItIsReached() {
        Term term = Term.strict(LIFE, NOW);

        assertTrue(term.isOn(NOW.plusNanos(1)));
        assertFalse(term.isOn(NOW));
        assertFalse(term.isOn(NOW.minusNanos(1)));
        assertFalse(term.isOn(Instant.MIN));
    }

    @Test
    void proofMayEndAMinuteLaterThanItsLifeAllowsAndNoMore() {
        Instant last = NOW.plus(LIFE).plusSeconds(60);

        assertTrue(Term.strict(LIFE, NOW).isOn(last));
        assertFalse(Term.strict(LIFE, NOW).isOn(last.plusNanos(1)));
        assertFalse(Term.strict(LIFE, NOW).isOn(Instant.MAX));
    }

    @Test
    void whatPeopleWouldMissMayEndADayLater() {
        Instant last = NOW.plus(LIFE).plus(Duration.ofDays(1));

        assertTrue(Term.lenient(LIFE, NOW).isOn(last));
        assertFalse(Term.lenient(LIFE, NOW).isOn(last.plusNanos(1)));
        assertFalse(Term.lenient(LIFE, NOW).isOn(NOW));
    }
}
