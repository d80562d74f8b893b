package org.simplesignin.client.registration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.time.MonotonicTime;

/// A device code and the pace at which it is polled (RFC 8628, section 3.5). Not thread-safe: [Registration] guards it.
final class PolledCode {
    /// What `slow_down` adds, for all later polls.
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    final String secret;

    /// When it is over, in monotonic time.
    final Duration end;

    MonotonicTime.@Nullable Alarm next;

    private Duration interval;
    private Duration pause;

    PolledCode(String secret, Duration end, Duration interval) {
        this.secret = secret;
        this.end = end;
        this.interval = interval;
        this.pause = interval;
    }

    Duration interval() {
        return interval;
    }

    /// Returns how long to wait before the next poll.
    Duration pause() {
        return pause;
    }

    /// The server has answered: the pause is the interval again.
    void answered() {
        pause = interval;
    }

    void slowDown() {
        interval = shorter(interval.plus(SLOWER));
        pause = interval;
    }

    /// The server has not answered: twice the pause.
    void away() {
        pause = shorter(pause.multipliedBy(2));
    }

    private static Duration shorter(Duration wanted) {
        return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }

    void cancel() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
