package org.simplesignin.server.passkey;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;

/// A customer's passkey.
///
/// @param signCount how often it was used, by its own count; 0 for ever where it does not count
/// @param name what the customer sees, 1 to [#NAME_CHARS] characters
/// @param backupEligible whether it may be on several devices; never changes
/// @param backedUp whether it is now
public record Passkey(
        CustomerId customer,
        CredentialId id,
        CoseKey publicKey,
        long signCount,
        String name,
        boolean backupEligible,
        boolean backedUp,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    /// The most characters of a name.
    public static final int NAME_CHARS = 64;
    /// The most passkeys of a customer.
    public static final int MOST = 20;

    /// Refuses what is out of bounds.
    public Passkey {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(publicKey, "publicKey");
        if (signCount < 0 || signCount > 0xffff_ffffL) {
            throw new IllegalArgumentException("a passkey's count is out of bounds");
        }
        if (name.isBlank() || name.length() > NAME_CHARS) {
            throw new IllegalArgumentException("a passkey's name must have 1 to " + NAME_CHARS + " characters");
        }
    }

    @Override
    public String toString() {
        return "Passkey[" + id.fingerprint() + "]";
    }
}
