package org.simplesignin.server.registration;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.time.Ticker;

/// A device asks for its codes (RFC 8628 §3.1 and §3.2). Thread-safe.
final class Asking {
    static final Duration CODE_LIFE = Duration.ofMinutes(10);

    /// What is under way on all nodes together.
    private static final long MOST_UNDER_WAY = 20_000;
    /// A device that polls on hears for so long that its code has expired, not that there never was one.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 5;

    private final Registrations registrations;
    private final WrappingKeys wrappingKeys;
    private final String pagesUrl;
    private final Duration pollInterval;
    private final SecureRandom random;
    private final Clock clock;
    private final Ticker ticker;
    private final Limits limits;
    private final AtomicLong cleanedAt;

    Asking(
            Registrations registrations,
            WrappingKeys wrappingKeys,
            String pagesUrl,
            Duration pollInterval,
            Limits limits,
            SecureRandom random,
            Clock clock,
            Ticker ticker) {
        this.registrations = registrations;
        this.wrappingKeys = wrappingKeys;
        this.pagesUrl = pagesUrl;
        this.pollInterval = pollInterval;
        this.random = random;
        this.clock = clock;
        this.ticker = ticker;
        this.limits = limits;
        this.cleanedAt = new AtomicLong(ticker.nanos() - BETWEEN_CLEANINGS.toNanos());
    }

    /// Takes a request of this address into account.
    ///
    /// @throws RefusedException with 429 where there are too many
    void count(NetworkAddress address) {
        limits.takeAll(Map.of(Limit.DEVICE_CODES_PER_ADDRESS, address.prefix()), Limit.DEVICE_CODES_IN_ALL, address);
    }

    /// Returns fresh codes.
    ///
    /// @param proven asked, once there is room for a code, for the key that the device has proven, to which the
    /// code is bound: so there are no more keys than codes
    DeviceAuthorizationAnswer start(AskingDevice asking, Supplier<Optional<KeyThumbprint>> proven) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        clean(now);
        if (registrations.underWay(PendingRegistration.term(now)) >= MOST_UNDER_WAY) {
            throw RefusedException.overloaded("Try again in a few minutes", Duration.ofMinutes(2));
        }
        KeyThumbprint key = proven.get().orElse(null);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            DeviceCode deviceCode = DeviceCode.generate(random);
            PendingRegistration registration = fresh(deviceCode, asking, key, now);
            if (registrations.add(registration)) {
                return answer(deviceCode, registration.userCode());
            }
        }
        throw new IllegalStateException("five user codes in a row were taken");
    }

    private PendingRegistration fresh(
            DeviceCode deviceCode, AskingDevice asking, @Nullable KeyThumbprint key, Instant now) {
        RegistrationId id = RegistrationId.generate(random);
        List<UserCode> choices = choices();
        UserCode userCode = choices.get(0);
        Collections.shuffle(choices, random);
        return new PendingRegistration(
                id,
                deviceCode.hash(),
                userCode,
                choices,
                asking.wrapped(wrappingKeys, id),
                key,
                now,
                now.plus(CODE_LIFE),
                pollInterval,
                null,
                new Stage.Waiting());
    }

    /// Returns different codes, the user code first. The others are made with it and kept, so that asking the page
    /// again does not show which one stays.
    private List<UserCode> choices() {
        List<UserCode> choices = new ArrayList<>();
        while (choices.size() < PendingRegistration.CHOICES) {
            UserCode code = UserCode.generate(random);
            if (!choices.contains(code)) {
                choices.add(code);
            }
        }
        return choices;
    }

    private DeviceAuthorizationAnswer answer(DeviceCode deviceCode, UserCode userCode) {
        String uri = pagesUrl + RegistrationPaths.CODE;
        return new DeviceAuthorizationAnswer(
                deviceCode.value(),
                userCode.shown(),
                uri,
                uri + "?" + RegistrationPaths.USER_CODE + "=" + userCode.shown(),
                CODE_LIFE.toSeconds(),
                pollInterval.toSeconds());
    }

    private void clean(Instant now) {
        long before = cleanedAt.get();
        long nanos = ticker.nanos();
        if (nanos - before >= BETWEEN_CLEANINGS.toNanos() && cleanedAt.compareAndSet(before, nanos)) {
            registrations.forget(now.minus(REMEMBERED), PendingRegistration.term(now));
        }
    }
}
