package org.simplesignin.protocol;

import java.util.Objects;

/**
 * Asks for a link between the customer and an account of the app (specification §2). All members are mandatory; printing
 * it shows neither the login name nor the secrets.
 *
 * @param linkToken the link token, schema {@link Token#LINK_TOKEN}, made by the app's backend
 * @param linkSigningKey the link signing key, encrypted for the app key, Base64
 */
public record LinkUserAccountRequest(
        String partnerUserId, String identityProviderName, String userLoginName, Token linkToken, String linkSigningKey)
        implements AppRequest {

    /** Refuses absent members with a {@link NullPointerException}. */
    public LinkUserAccountRequest {
        Objects.requireNonNull(partnerUserId, "partnerUserId");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(userLoginName, "userLoginName");
        Objects.requireNonNull(linkToken, "linkToken");
        Objects.requireNonNull(linkSigningKey, "linkSigningKey");
    }

    @Override
    public String toString() {
        return "LinkUserAccountRequest[identityProviderName=" + identityProviderName + ", [redacted]]";
    }
}
