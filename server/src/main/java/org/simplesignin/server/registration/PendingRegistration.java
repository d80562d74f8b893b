package org.simplesignin.server.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.time.Term;

/// A registration under way. Times have milliseconds.
///
/// @param deviceCode the hash of the device code
/// @param choices the user code among two others, in the order in which the customer sees them
/// @param asking who asks from where, wrapped ([AskingDevice])
/// @param key the thumbprint of the device key, or null until the first token request binds one
/// @param askedAt when the device asked
/// @param expiresAt when both codes expire, exclusive
/// @param interval the least time between two polls; every poll that came too early has made it longer
/// @param polledAt the last poll that did not come too early, or null before the first
public record PendingRegistration(
        RegistrationId id,
        SecretHash deviceCode,
        UserCode userCode,
        List<UserCode> choices,
        Wrapped asking,
        @Nullable KeyThumbprint key,
        Instant askedAt,
        Instant expiresAt,
        Duration interval,
        @Nullable Instant polledAt,
        Stage stage) {
    static final int CHOICES = 3;

    /// Refuses absent parts, and choices that are not three different codes with the user code among them.
    public PendingRegistration {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(deviceCode, "deviceCode");
        Objects.requireNonNull(userCode, "userCode");
        choices = List.copyOf(choices);
        Objects.requireNonNull(asking, "asking");
        Objects.requireNonNull(askedAt, "askedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(stage, "stage");
        if (choices.stream().distinct().count() != CHOICES || !choices.contains(userCode)) {
            throw new IllegalArgumentException("choices must be three different codes, the user code among them");
        }
    }

    /// Returns the ends of codes that are good now. All codes live equally long, so one that ends later was made
    /// while the clock was ahead.
    static Term term(Instant now) {
        return Term.strict(Asking.CODE_LIFE, now);
    }

    boolean isExpired(Instant now) {
        return !term(now).isOn(expiresAt);
    }

    PendingRegistration bound(KeyThumbprint to) {
        return new PendingRegistration(
                id, deviceCode, userCode, choices, asking, to, askedAt, expiresAt, interval, polledAt, stage);
    }

    PendingRegistration polled(Duration nextInterval, @Nullable Instant at) {
        return new PendingRegistration(
                id, deviceCode, userCode, choices, asking, key, askedAt, expiresAt, nextInterval, at, stage);
    }

    PendingRegistration at(Stage next) {
        return new PendingRegistration(
                id, deviceCode, userCode, choices, asking, key, askedAt, expiresAt, interval, polledAt, next);
    }

    /// Prints the id only: the rest are codes.
    @Override
    public String toString() {
        return "PendingRegistration[" + id + "]";
    }
}
