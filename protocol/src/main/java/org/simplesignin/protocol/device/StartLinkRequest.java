package org.simplesignin.protocol.device;

import java.util.Objects;
import org.simplesignin.protocol.Token;

/**
 * Starts linking: everything that can be refused without asking the customer is refused now. Printing it shows no secret.
 */
public record StartLinkRequest(
        String app, String identityProviderName, String partnerUserId, Token linkToken, String linkSigningKey) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public StartLinkRequest {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(partnerUserId, "partnerUserId");
        Objects.requireNonNull(linkToken, "linkToken");
        Objects.requireNonNull(linkSigningKey, "linkSigningKey");
    }

    @Override
    public String toString() {
        return "StartLinkRequest[[redacted]]";
    }
}
