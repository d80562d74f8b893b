package org.simplesignin.http;

import java.time.Duration;

/// How much a [HttpListener] takes. Times are those of one step, whatever arrives meanwhile: a byte now and
/// then does not make them longer. The listener looks once a second, so each may last up to a second more.
///
/// @param connections open at once, 1 to 100,000; who comes then waits until one ends
/// @param atWork requests that the site answers at once, at least 1; reading a body does not count
/// @param patience how long a request waits to be among them, before it is refused with 503
/// @param waiting for the head of a request to be whole, from the connection's beginning or the last answer
/// @param reading a body
/// @param working on an answer
/// @param writing an answer, or each part of one that is streamed
/// @param grace that requests under way have when the listener closes; zero cuts them off
public record ListenerBounds(
        int connections,
        int atWork,
        Duration patience,
        Duration waiting,
        Duration reading,
        Duration working,
        Duration writing,
        Duration grace) {
    private static final int MOST_CONNECTIONS = 100_000;

    /// Refuses what is out of bounds.
    public ListenerBounds {
        if (connections < 1 || connections > MOST_CONNECTIONS || atWork < 1) {
            throw new IllegalArgumentException("connections must be 1 to " + MOST_CONNECTIONS + ", atWork at least 1");
        }
        if (patience.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("patience and grace must not be negative");
        }
        for (Duration step : new Duration[] {waiting, reading, working, writing}) {
            if (!step.isPositive()) {
                throw new IllegalArgumentException("every step must have some time");
            }
        }
    }
}
