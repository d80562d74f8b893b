package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.metric.StoredMetricEvent;

/// What every implementation of [org.simplesignin.server.metric.MetricEvents] must do. Each test counts by a day of its
/// own, because events belong to nobody.
interface MetricEventsConformance extends Conformance {
    private static StoredMetricEvent event(String id, LocalDate day) {
        return new StoredMetricEvent(
                id,
                StoredMetricEvent.Source.REPORTED,
                APP,
                PROVIDER,
                "LOGIN_FAILURE",
                "UNAUTHORIZED",
                day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant().plusSeconds(5),
                NOW);
    }

    private static List<StoredMetricEvent> batch(LocalDate day, int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> event(Conformance.newLinkId().value(), day))
                .toList();
    }

    @Test
    default void eventsAreCountedByTheDayOnWhichTheyOccurred() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        List<StoredMetricEvent> events = new ArrayList<>(batch(day, 255));
        events.addAll(batch(day.minusDays(1), 1));

        assertEquals(256, storage().metricEvents().add(events, 0, day));

        assertEquals(255, storage().metricEvents().count(day));
        assertEquals(1, storage().metricEvents().count(day.minusDays(1)));
        assertEquals(0, storage().metricEvents().count(day.plusDays(1)));
    }

    @Test
    default void repeatedBatchCountsNothingTwice() throws Exception {
        LocalDate day = LocalDate.of(2026, 2, 1);
        List<StoredMetricEvent> events = batch(day, 40);

        List<Integer> added =
                Conformance.race(CALLERS, i -> storage().metricEvents().add(events, 3, day));

        assertEquals(40, added.stream().mapToInt(Integer::intValue).sum());
        assertEquals(40, storage().metricEvents().count(day));
        assertEquals(3, storage().metricEvents().dropped(day));
    }

    @Test
    default void eventTwiceInOneBatchIsOne() {
        LocalDate day = LocalDate.of(2026, 3, 1);
        StoredMetricEvent event = event(Conformance.newLinkId().value(), day);

        assertEquals(1, storage().metricEvents().add(List.of(event, event), 0, day));
        assertEquals(1, storage().metricEvents().count(day));
    }

    @Test
    default void onlyNewEventsOfABatchAreAdded() {
        LocalDate day = LocalDate.of(2026, 4, 1);
        List<StoredMetricEvent> first = batch(day, 2);
        storage().metricEvents().add(first, 0, day);
        List<StoredMetricEvent> overlapping = new ArrayList<>(first);
        overlapping.addAll(batch(day, 3));

        assertEquals(3, storage().metricEvents().add(overlapping, 1, day));
        assertEquals(5, storage().metricEvents().count(day));
        assertEquals(1, storage().metricEvents().dropped(day));
    }

    @Test
    default void droppedEventsAddUpAlsoWithoutEvents() {
        LocalDate day = LocalDate.of(2026, 5, 1);

        assertEquals(0, storage().metricEvents().add(List.of(), 5, day));
        assertEquals(2, storage().metricEvents().add(batch(day, 2), 7, day));
        assertEquals(0, storage().metricEvents().add(List.of(), 0, day));

        assertEquals(12, storage().metricEvents().dropped(day));
        assertEquals(0, storage().metricEvents().dropped(day.plusDays(1)));
    }

    @Test
    default void dayOfAWrongClockIsStoredAsItIs() {
        LocalDate day = LocalDate.of(1970, 1, 1);

        assertEquals(1, storage().metricEvents().add(batch(day, 1), 0, LocalDate.of(2026, 6, 1)));
        assertEquals(1, storage().metricEvents().count(day));
    }
}
