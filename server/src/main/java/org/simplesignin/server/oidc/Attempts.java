package org.simplesignin.server.oidc;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.page.Cookies;
import org.simplesignin.server.page.Next;

/// Keeps the attempt under way in a cookie of the browser, sealed, so that any node can finish it and nothing is stored
/// for whoever never comes back. Thread-safe.
final class Attempts {
    private static final String COOKIE = "oidc";
    private static final BoundTo BOUND_TO = BoundTo.of("oidc-attempt");
    private static final int SEED_BYTES = 32;
    /// A cookie holds no more than this with the longest id of a wrapping key; longer ways back lead home.
    private static final int MOST_PATH_CHARS = 128;

    private final WrappingKeys wrappingKeys;
    private final SecureRandom random;
    private final Clock clock;

    Attempts(WrappingKeys wrappingKeys, SecureRandom random, Clock clock) {
        this.wrappingKeys = wrappingKeys;
        this.random = random;
        this.clock = clock;
    }

    /// Makes one and hands it to the browser. Another one that was under way there ends.
    Attempt begin(Call call, Next next, boolean again) {
        byte[] bytes = new byte[SEED_BYTES];
        random.nextBytes(bytes);
        String seed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Next back = next.path().length() > MOST_PATH_CHARS ? Next.HOME : next;
        Attempt attempt = new Attempt(seed, clock.instant().truncatedTo(ChronoUnit.MILLIS), back, again);
        String plain = seed + (again ? "+" : "-") + attempt.startedAt().toEpochMilli() + back.path();
        Wrapped sealed = wrappingKeys.wrap(plain.getBytes(StandardCharsets.US_ASCII), BOUND_TO);
        Cookies.set(call, COOKIE, Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.bytes()), Attempt.LIFE);
        return attempt;
    }

    /// Takes the attempt from the browser: whatever comes of it, it is not used twice.
    Optional<Attempt> take(Call call) {
        Optional<String> cookie = Cookies.read(call, COOKIE);
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        Cookies.delete(call, COOKIE);
        return opened(cookie.get()).filter(attempt -> attempt.isUnderWay(clock.instant()));
    }

    private Optional<Attempt> opened(String cookie) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(cookie);
            String plain = new String(wrappingKeys.unwrap(Wrapped.of(sealed), BOUND_TO), StandardCharsets.US_ASCII);
            int path = plain.indexOf('/');
            return Optional.of(new Attempt(
                    plain.substring(0, 43),
                    Instant.ofEpochMilli(Long.parseLong(plain.substring(44, path))),
                    new Next(plain.substring(path)),
                    plain.charAt(43) == '+'));
        } catch (UnwrapException | IllegalArgumentException e) {
            // Somebody wrote the cookie, or the wrapping key is gone: there is no attempt.
            return Optional.empty();
        }
    }
}
