package org.simplesignin.protocol.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.SSIEvent;

/**
 * A metric event of an app or of the client. Exactly one of {@code reported} and {@code counted} is present.
 *
 * @param eventId a random id; an id that was stored before is not counted again
 * @param occurredAtMillis by the device's clock, in milliseconds since 1970-01-01T00:00Z
 */
public record MetricEvent(
        String eventId,
        String app,
        long occurredAtMillis,
        @Nullable SSIEvent reported,
        @Nullable FailureReason failureReason,
        @Nullable CountedEvent counted) {
    /** Refuses absent mandatory members, and anything but one of the two kinds. */
    public MetricEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(app, "app");
        if ((reported == null) == (counted == null)) {
            throw new IllegalArgumentException("exactly one of reported and counted must be present");
        }
        if ((reported == SSIEvent.LOGIN_FAILURE) != (failureReason != null)) {
            throw new IllegalArgumentException("LOGIN_FAILURE, and only that, has a failureReason");
        }
    }
}
