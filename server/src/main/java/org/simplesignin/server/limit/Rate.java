package org.simplesignin.server.limit;

import java.time.Duration;

/// How often something may happen: `most` times at once, and then again as time passes, `most` times in each `period`.
///
/// @param most 1 to 1,000,000,000
/// @param period 1 s to 31 days
public record Rate(int most, Duration period) {
    private static final int MOST = 1_000_000_000;
    private static final Duration LONGEST = Duration.ofDays(31);

    /// Refuses what is out of bounds.
    public Rate {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most must be 1 to " + MOST);
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the period must be 1 s to " + LONGEST.toDays() + " days");
        }
    }

    /// Returns the time after which one more is allowed again, at least 1 ns.
    Duration interval() {
        Duration each = period.dividedBy(most);
        return each.isZero() ? Duration.ofNanos(1) : each;
    }
}
