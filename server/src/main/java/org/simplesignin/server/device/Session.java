package org.simplesignin.server.device;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.time.Term;

/// The session of a registered device: hashes of its tokens. There is at most one a device; refreshing replaces it.
///
/// @param access the access token
/// @param accessExpiresAt when it expires, exclusive
/// @param previousAccess the access token before it where it was good still, until its own expiry, so that
/// calls under way during a refresh end well
/// @param previousAccessExpiresAt present exactly where `previousAccess` is
/// @param refresh the refresh token
/// @param previousRefresh the refresh token that was spent for the present one, or, for a token that a version before
/// derived ones drew at random, the one that a repetition put the present one in the place of
/// @param refreshedAt when the session was last refreshed, or begun
public record Session(
        SecretHash access,
        Instant accessExpiresAt,
        @Nullable SecretHash previousAccess,
        @Nullable Instant previousAccessExpiresAt,
        SecretHash refresh,
        @Nullable SecretHash previousRefresh,
        Instant refreshedAt) {
    /// Refuses half a previous access token.
    public Session {
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(accessExpiresAt, "accessExpiresAt");
        Objects.requireNonNull(refresh, "refresh");
        Objects.requireNonNull(refreshedAt, "refreshedAt");
        if ((previousAccess == null) != (previousAccessExpiresAt == null)) {
            throw new IllegalArgumentException("a previous access token comes with its expiry");
        }
    }

    /// Returns the session with its access token good until then.
    Session extended(Instant until) {
        return new Session(
                access, until, previousAccess, previousAccessExpiresAt, refresh, previousRefresh, refreshedAt);
    }

    /// Returns the session after a refresh at this moment. An access token that is over by then is not kept: one
    /// that was made while the clock was ahead would be good again when the clock gets there.
    Session refreshed(SecretHash nextAccess, Instant until, SecretHash nextRefresh, Instant now) {
        boolean kept = isOn(accessExpiresAt, now);
        return new Session(
                nextAccess, until, kept ? access : null, kept ? accessExpiresAt : null, nextRefresh, refresh, now);
    }

    /// Returns whether this access token is good at this moment. Where the clock was set back it may be over
    /// before its time: then the device refreshes.
    boolean accepts(SecretHash token, Instant now) {
        boolean current = token.equals(access) && isOn(accessExpiresAt, now);
        boolean previous = token.equals(previousAccess) && isOn(previousAccessExpiresAt, now);
        return current || previous;
    }

    private static boolean isOn(@Nullable Instant expiresAt, Instant now) {
        return expiresAt != null && Term.strict(Sessions.ACCESS_LIFE, now).isOn(expiresAt);
    }
}
