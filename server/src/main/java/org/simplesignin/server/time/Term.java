package org.simplesignin.server.time;

import java.time.Duration;
import java.time.Instant;

/// Which ends are good now, of what is good for a while. Where an end is kept in the database or sealed in a cookie, it
/// outlives this process and others must read it: then only the wall clock can tell, and that may be set back. What
/// should end in five minutes would last two hours longer. So an end is good while it lies ahead, and no further ahead
/// than it can.
///
/// ```
/// Term.strict(CODE_LIFE, clock.instant()).isOn(code.expiresAt())
/// ```
///
/// @param now an end at this moment is over
/// @param latest an end at this moment is good, and none after it
public record Term(Instant now, Instant latest) {
    /// The clocks of servers may differ by this much.
    public static final Duration SKEW = Duration.ofSeconds(60);

    private static final Duration LENIENCE = Duration.ofDays(1);

    /// Returns the term of a proof, such as a code or fresh credentials: it is refused rather than prolonged, because
    /// whoever is refused gets another.
    public static Term strict(Duration life, Instant now) {
        return new Term(now, now.plus(life).plus(SKEW));
    }

    /// Returns the term of what people would miss, such as a session: a clock that is set back by up to a day ends
    /// nothing, and what a clock made that was further ahead is over.
    public static Term lenient(Duration life, Instant now) {
        return new Term(now, now.plus(life).plus(LENIENCE));
    }

    /// Returns whether what ends then is good now.
    public boolean isOn(Instant end) {
        return now.isBefore(end) && !end.isAfter(latest);
    }
}
