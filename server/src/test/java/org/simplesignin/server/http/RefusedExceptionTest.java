package org.simplesignin.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.protocol.device.ProblemCode;

final class RefusedExceptionTest {
    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void whoIsRefusedForTheMomentIsToldWhenToComeBackAndNobodyElse(ProblemCode code) {
        boolean forNow = code.status() == 503 || code.status() == 429;

        assertEquals(forNow, new RefusedException(code, "No").retryAfter().isPositive());
    }

    @Test
    void waitOfNothingIsNoWait() {
        assertTrue(RefusedException.tooMany(Duration.ZERO).retryAfter().isPositive());
        assertTrue(RefusedException.tooMany(Duration.ofSeconds(-1)).retryAfter().isPositive());
        assertTrue(RefusedException.overloaded("No", Duration.ZERO).retryAfter().isPositive());
    }

    @Test
    void waitThatSomebodyKnowsIsTold() {
        assertEquals(
                Duration.ofMinutes(3),
                RefusedException.tooMany(Duration.ofMinutes(3)).retryAfter());
        assertEquals(
                Duration.ofMillis(1),
                RefusedException.overloaded("No", Duration.ofMillis(1)).retryAfter());
    }
}
