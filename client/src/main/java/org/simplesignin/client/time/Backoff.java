package org.simplesignin.client.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long to wait before the server is asked again while it is away: each pause twice the one before, up to the
/// longest. Not thread-safe.
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private @Nullable Duration last;

    /// Makes one that begins with the first pause.
    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /// Returns the next pause.
    public Duration next() {
        Duration wanted = last == null ? first : last.multipliedBy(2);
        last = wanted.compareTo(longest) > 0 ? longest : wanted;
        return last;
    }

    /// Returns whether a pause was taken since the server last answered.
    public boolean isUnderWay() {
        return last != null;
    }

    /// The server has answered: the next pause is the first again.
    public void reset() {
        last = null;
    }
}
