package org.simplesignin.server.metric;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.CountedEvent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;
import org.simplesignin.server.app.App;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.metric.StoredMetricEvent.Source;
import org.simplesignin.tokens.AppId;

/// Takes metric events in batches. A batch is stored whole before it is acknowledged, and repeating one counts nothing
/// twice.
public final class MetricRoute {
    /// The end of the year 9999: what a clock says beyond it has no date.
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private static final long MOST_DROPPED = 1_000_000_000L;

    private final MetricEvents store;
    private final Registry registry;
    private final Figures figures;
    private final Clock clock;

    /// Makes the route.
    public MetricRoute(MetricEvents store, Registry registry, Figures figures, Clock clock) {
        this.store = store;
        this.registry = registry;
        this.figures = figures;
        this.clock = clock;
    }

    /// Adds it to the table.
    public void addTo(Routes routes, DeviceGuard guard) {
        routes.add("POST", DeviceApi.METRIC_EVENTS, guard.protect((caller, call) -> take(call)));
    }

    private Answer take(Call call) {
        MetricBatch batch = call.json(MetricBatch.class);
        if (batch.events().size() > MetricBatch.MOST_EVENTS) {
            throw RefusedException.malformed("Send at most " + MetricBatch.MOST_EVENTS + " events in a batch");
        }
        if (batch.dropped() < 0 || batch.dropped() > MOST_DROPPED) {
            throw RefusedException.malformed("dropped must be 0 to " + MOST_DROPPED);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<StoredMetricEvent> events = new ArrayList<>();
        for (MetricEvent event : batch.events()) {
            // An app that left the registry must not hold up what a device has kept of the others.
            stored(event, now).ifPresentOrElse(events::add, () -> figures.metricEvents("unknown_app", 1));
        }
        int added =
                store.add(events, batch.dropped(), now.atZone(ZoneOffset.UTC).toLocalDate());
        figures.metricEvents("stored", added);
        figures.metricEvents("repeated", events.size() - added);
        return Answer.noContent();
    }

    private Optional<StoredMetricEvent> stored(MetricEvent event, Instant now) {
        if (!Limits.isRandomId(event.eventId())) {
            throw RefusedException.malformed("eventId must be 22 to 64 characters of A-Z a-z 0-9 _ -");
        }
        if (event.occurredAtMillis() < 0 || event.occurredAtMillis() > LAST_MILLIS) {
            throw RefusedException.malformed("occurredAtMillis must be 0 to " + LAST_MILLIS);
        }
        Optional<App> app = appOf(event);
        CountedEvent counted = event.counted();
        return app.map(known -> new StoredMetricEvent(
                event.eventId(),
                counted == null ? Source.REPORTED : Source.COUNTED,
                known.id(),
                known.identityProviderName(),
                counted == null ? String.valueOf(event.reported()) : counted.name(),
                nameOf(event.failureReason()),
                Instant.ofEpochMilli(event.occurredAtMillis()),
                now));
    }

    private Optional<App> appOf(MetricEvent event) {
        try {
            return registry.app(AppId.of(event.app()));
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed("app must be the id of an app");
        }
    }

    private static @Nullable String nameOf(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
