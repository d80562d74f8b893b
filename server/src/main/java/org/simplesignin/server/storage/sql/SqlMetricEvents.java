package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.simplesignin.server.metric.MetricEvents;
import org.simplesignin.server.metric.StoredMetricEvent;

/// Metric events in SQL, a batch in one transaction. Days are stored as days since 1970-01-01.
final class SqlMetricEvents implements MetricEvents {
    private final Engine engine;

    SqlMetricEvents(Engine engine) {
        this.engine = engine;
    }

    @Override
    public int add(List<StoredMetricEvent> events, long dropped, LocalDate receivedDay) {
        return engine.write(session -> {
            int added = 0;
            for (StoredMetricEvent event : events) {
                added += add(session, event);
            }
            // Events of which none is new are a repetition: what was dropped before them is counted already.
            if (dropped > 0 && (events.isEmpty() || added > 0)) {
                session.update("""
                        INSERT INTO dropped_metric_events (day, dropped) VALUES (?, ?)
                        ON CONFLICT (day) DO UPDATE SET dropped = dropped_metric_events.dropped + excluded.dropped""", receivedDay.toEpochDay(), dropped);
            }
            return added;
        });
    }

    @Override
    public long count(LocalDate day) {
        return number("SELECT COUNT(*) FROM metric_events WHERE day = ?", day);
    }

    @Override
    public long dropped(LocalDate receivedDay) {
        return number("SELECT COALESCE(SUM(dropped), 0) FROM dropped_metric_events WHERE day = ?", receivedDay);
    }

    private long number(String sql, LocalDate day) {
        return engine.read(session ->
                session.queryOne(sql, row -> row.getLong(1), day.toEpochDay()).orElseThrow());
    }

    private static int add(SqlSession session, StoredMetricEvent event) throws SQLException {
        return session.update(
                """
                INSERT INTO metric_events (day, event_id, source, app, identity_provider, kind, failure_reason,
                                           occurred_at, received_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                event.day().toEpochDay(),
                event.eventId(),
                event.source().name(),
                event.app(),
                event.identityProviderName(),
                event.kind(),
                event.failureReason(),
                event.occurredAt(),
                event.receivedAt());
    }
}
