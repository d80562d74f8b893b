package org.simplesignin.protocol.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the directed user id and the links of the session's customer, for an app.
 */
public record UserAndLinksRequest(
        String app, String identityProviderName, @Nullable String nonce) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public UserAndLinksRequest {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
    }

    @Override
    public String toString() {
        return "UserAndLinksRequest[app=" + app + ", identityProviderName=" + identityProviderName + ", [redacted]]";
    }
}
