package org.simplesignin.server.account;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.SecretHash;

/// A code that was mailed, or would have been: where there was nobody to mail it to it is there all the same, and
/// nothing fits it.
///
/// @param code a keyed hash of the code, its purpose and the address, so that neither stands in the database
/// @param triesLeft 0 to [#TRIES]
/// @param verifiedAt when it was typed right, or null
/// @param spentAt when what it allows was done, or null
public record MailCode(
        MailCodeId id,
        SecretHash code,
        int triesLeft,
        Instant expiresAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant spentAt) {
    /// How often a code may be typed.
    public static final int TRIES = 5;

    /// Refuses absent parts and other numbers of tries.
    public MailCode {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(expiresAt, "expiresAt");
        if (triesLeft < 0 || triesLeft > TRIES) {
            throw new IllegalArgumentException("a mail code has 0 to " + TRIES + " tries left");
        }
    }
}
