package org.simplesignin.protocol.device;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link as the customer sees it. Login names are never stored, so there is none here.
 *
 * @param linkedAtMillis when it was made, in milliseconds since 1970-01-01T00:00Z
 * @param lastUsedAtMillis when an SSI token was last minted for it
 */
public record LinkedAccount(
        String linkId,
        String identityProviderName,
        List<String> appNames,
        long linkedAtMillis,
        @Nullable Long lastUsedAtMillis) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public LinkedAccount {
        Objects.requireNonNull(linkId, "linkId");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        appNames = List.copyOf(appNames);
    }
}
