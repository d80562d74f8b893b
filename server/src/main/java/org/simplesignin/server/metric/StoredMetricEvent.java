package org.simplesignin.server.metric;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;

/// A metric event as it is kept.
///
/// @param eventId made by the device, 22 to 64 characters of `[A-Za-z0-9_-]`
/// @param source who says so; figures of the two never stand in one column (T16)
/// @param kind the constant of `SSIEvent` or `CountedEvent`
/// @param failureReason the constant of `FailureReason`, with LOGIN_FAILURE only
/// @param occurredAt by the device's clock, so it may be wrong
/// @param receivedAt by this server's clock
public record StoredMetricEvent(
        String eventId,
        Source source,
        AppId app,
        IdentityProviderName identityProviderName,
        String kind,
        @Nullable String failureReason,
        Instant occurredAt,
        Instant receivedAt) {
    /// Who an event comes from.
    public enum Source {
        /// The app told it through `recordMetricEvent`.
        REPORTED,
        /// The client on the device counted it itself.
        COUNTED
    }

    /// Refuses absent mandatory parts with a [NullPointerException].
    public StoredMetricEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(receivedAt, "receivedAt");
    }

    /// Returns the day in UTC on which it occurred. It depends on the device's words only, so a repeated event
    /// falls on the same day and is found again.
    public LocalDate day() {
        return occurredAt.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
