package org.simplesignin.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A metric event to record (specification §2).
 *
 * @param epochTimestamp when it happened, in milliseconds since 1970-01-01T00:00Z, as a decimal string
 * @param failureReason mandatory for {@link SSIEvent#LOGIN_FAILURE}, absent otherwise
 */
public record SSIEventRequest(
        SSIEvent ssiEvent, String epochTimestamp, @Nullable FailureReason failureReason) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public SSIEventRequest {
        Objects.requireNonNull(ssiEvent, "ssiEvent");
        Objects.requireNonNull(epochTimestamp, "epochTimestamp");
    }
}
