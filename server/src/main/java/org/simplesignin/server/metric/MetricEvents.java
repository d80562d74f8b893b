package org.simplesignin.server.metric;

import java.time.LocalDate;
import java.util.List;

/// The storage port of metric events. Primary key: `(day, event_id)`. They belong to no customer, so there is no `Tx`:
/// each call is a transaction of its own. Thread-safe.
public interface MetricEvents {
    /// Stores those of these events (at most 256) that are not there yet and returns how many these were, once that
    /// is durable. An event that is there, from an earlier batch or from this one, stays as it is.
    ///
    /// `dropped`, what the device could not keep, is added to the total of `receivedDay` in the same transaction,
    /// but not where there are events and none of them is new: then the batch is a repetition and was counted.
    int add(List<StoredMetricEvent> events, long dropped, LocalDate receivedDay);

    /// Returns how many events are stored for this day.
    long count(LocalDate day);

    /// Returns how many events devices dropped, by the day on which they said so.
    long dropped(LocalDate receivedDay);
}
