package org.simplesignin.server.consent;

import java.time.Instant;
import java.util.Objects;
import org.simplesignin.tokens.LinkId;

/// One declined consent.
///
/// @param attempt the link id made for this attempt, so that a repeated message is not counted twice
public record Decline(LinkId attempt, Instant at) {
    /// Refuses absent parts with a [NullPointerException].
    public Decline {
        Objects.requireNonNull(attempt, "attempt");
        Objects.requireNonNull(at, "at");
    }
}
