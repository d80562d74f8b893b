package org.simplesignin.client.session;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.TokenAnswer;

/// The tokens of one session. The refresh token lies on the disk, mode 0600, the access token only in memory. One
/// refresh at a time. A new refresh token is on the disk before it is refreshed with: until then the server answers to
/// the one before as it did the first time, so a power cut in between, or a disk that takes nothing, costs no session.
/// Thread-safe.
final class Tokens {
    private static final System.Logger LOG = System.getLogger(Tokens.class.getName());
    private static final int MOST_BYTES = 8 * 1024;

    /// An access token is renewed this long before it ends.
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final AtomicFile file;
    private final TokenEndpoint endpoint;
    private final MonotonicTime time;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile String refreshToken;
    private volatile @Nullable Access access;
    private boolean givenUp;

    private record Access(String token, Duration until) {}

    /// [Tokens] as they stand in `session-<customer>.json`.
    record Saved(String customer, String refreshToken) {
        Saved {
            Objects.requireNonNull(customer, "customer");
            Objects.requireNonNull(refreshToken, "refreshToken");
        }

        @Override
        public String toString() {
            return "Saved[[redacted]]";
        }
    }

    private Tokens(AtomicFile file, TokenEndpoint endpoint, MonotonicTime time, String refreshToken) {
        this.file = file;
        this.endpoint = endpoint;
        this.time = time;
        this.refreshToken = refreshToken;
    }

    /// Keeps the tokens of a new session.
    ///
    /// @throws IOException where they cannot be written
    static Tokens begin(
            CustomerId customer, TokenAnswer first, AtomicFile file, TokenEndpoint endpoint, MonotonicTime time)
            throws IOException {
        Tokens tokens = new Tokens(file, endpoint, time, first.refresh_token());
        tokens.keep(customer, first);
        return tokens;
    }

    /// Reads the tokens of a session.
    ///
    /// @return empty where there are none, or not of this customer
    /// @throws IOException where the disk does not say
    static Optional<Tokens> load(CustomerId customer, AtomicFile file, TokenEndpoint endpoint, MonotonicTime time)
            throws IOException {
        byte[] bytes = file.read(MOST_BYTES).orElse(null);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            Saved saved = Json.read(bytes, Saved.class, MOST_BYTES);
            boolean usable = customer.value().equals(saved.customer()) && TokenEndpoint.isToken(saved.refreshToken());
            return usable ? Optional.of(new Tokens(file, endpoint, time, saved.refreshToken())) : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /// Returns an access token.
    ///
    /// @param refused a token that the server has just refused, which is not returned again
    Answer<String> accessToken(CustomerId customer, @Nullable String refused, Deadline deadline) {
        try {
            if (!refreshing.tryLock(Math.max(0, deadline.left().toNanos()), TimeUnit.NANOSECONDS)) {
                return new Away<>();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Away<>();
        }
        try {
            if (isGivenUp()) {
                return new Ended<>();
            }
            Access current = access;
            if (current != null
                    && !current.token().equals(refused)
                    && time.now().compareTo(current.until()) < 0) {
                return new Answered<>(current.token());
            }
            if (current != null) {
                access = new Access(current.token(), time.now());
            }
            return switch (endpoint.refresh(refreshToken, deadline)) {
                case Answered<TokenAnswer> answered -> take(customer, answered.value());
                case Declined<TokenAnswer> declined -> declined.retyped();
                case Away<TokenAnswer> away -> away.retyped();
                case Ended<TokenAnswer> ended -> ended.retyped();
            };
        } finally {
            refreshing.unlock();
        }
    }

    private Answer<String> take(CustomerId customer, TokenAnswer next) {
        try {
            if (!keep(customer, next)) {
                return new Ended<>();
            }
        } catch (IOException e) {
            // What was sent is still what lies on the disk, and is sent again the next time.
            LOG.log(Level.ERROR, "a refresh token cannot be written: free some space on the disk", e);
        }
        return new Answered<>(next.access_token());
    }

    /// @return whether the session is still wanted
    private synchronized boolean keep(CustomerId customer, TokenAnswer next) throws IOException {
        if (givenUp) {
            return false;
        }
        access = new Access(
                next.access_token(), time.now().plusSeconds(next.expires_in()).minus(MARGIN));
        file.write(Json.write(new Saved(customer.value(), next.refresh_token())));
        refreshToken = next.refresh_token();
        return true;
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }

    /// Returns a token by which the server knows this session: the access token, also one that has ended, because
    /// it is soon worth nothing; after a restart there is only the refresh token.
    String known() {
        Access current = access;
        return current == null ? refreshToken : current.token();
    }

    /// Deletes what is on the disk; from now on there is no access token, whatever is under way.
    synchronized void giveUp() throws IOException {
        givenUp = true;
        file.delete();
    }
}
