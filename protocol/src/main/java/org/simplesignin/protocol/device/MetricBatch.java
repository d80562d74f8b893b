package org.simplesignin.protocol.device;

import java.util.List;

/**
 * Metric events, at most 256, with the number that the device had to drop since its last batch.
 */
public record MetricBatch(List<MetricEvent> events, long dropped) {
    /** The most events in one batch. */
    public static final int MOST_EVENTS = 256;

    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public MetricBatch {
        events = List.copyOf(events);
    }
}
