package org.simplesignin.protocol;

import java.util.Objects;

/** Answers {@code recordMetricEvent} (specification §2): whether the event was taken for delivery. */
public record RecordMetricsEventResponse(RequestStatus requestStatus) implements AppResponse {
    /** Refuses an absent status with a {@link NullPointerException}. */
    public RecordMetricsEventResponse {
        Objects.requireNonNull(requestStatus, "requestStatus");
    }
}
