package org.simplesignin.server.passkey;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.page.Cookies;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// Challenges: 256 random bits, good once, for five minutes, in the browser that asked, for one ceremony and for the
/// customer that it was given out for (WebAuthn §13.4.3). The browser keeps it in a cookie, the store its hash.
/// Thread-safe.
final class Challenges {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final String COOKIE = "passkey";
    private static final int BYTES = 32;

    private final PasskeyChallenges store;
    private final SecureRandom random;
    private final Clock clock;

    Challenges(PasskeyChallenges store, SecureRandom random, Clock clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /// What a challenge is for.
    enum Ceremony {
        CREATE,
        USE
    }

    /// A challenge that was given out.
    record Given(String challenge, SecretHash hash) {
        byte[] bytes() {
            return Base64.getUrlDecoder().decode(challenge);
        }

        @Override
        public String toString() {
            return "Given[redacted]";
        }
    }

    /// Gives out a challenge.
    ///
    /// @param customer whom it is for, or null for anybody
    String give(Call call, Ceremony ceremony, @Nullable CustomerId customer) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Term term = term();
        store.add(hash(challenge, ceremony, customer), term.now().plus(LIFE), term);
        Cookies.set(call, COOKIE, challenge, LIFE);
        return challenge;
    }

    /// Returns the challenge that this browser was given. Whether it is good still is found out by [#spend].
    ///
    /// @throws RefusedException where it was given none
    Given given(Call call, Ceremony ceremony, @Nullable CustomerId customer) {
        String challenge = Cookies.read(call, COOKIE)
                .filter(value -> value.matches("[A-Za-z0-9_-]{43}"))
                .orElseThrow(() -> new RefusedException(ProblemCode.FORBIDDEN, "Start anew: this took too long"));
        Cookies.delete(call, COOKIE);
        return new Given(challenge, hash(challenge, ceremony, customer));
    }

    boolean spend(Tx tx, SecretHash challenge) {
        return store.spend(tx, challenge, term());
    }

    private static SecretHash hash(String challenge, Ceremony ceremony, @Nullable CustomerId customer) {
        return SecretHash.of(ceremony + "." + (customer == null ? "" : customer.value()) + "." + challenge);
    }

    private Term term() {
        return Term.strict(LIFE, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
