package org.simplesignin.protocol;

import java.util.Objects;

/**
 * An active link as the app sees it, with a new SSI token (specification §2). Printing it shows neither the token nor who
 * the user is.
 *
 * @param linkedTimestamp when the link was made, in milliseconds since 1970-01-01T00:00Z, as a decimal string
 */
public record Link(
        String linkId,
        String amazonUserId,
        String partnerUserId,
        String identityProviderName,
        Token ssiToken,
        String linkedTimestamp) {

    /** Refuses absent members with a {@link NullPointerException}. */
    public Link {
        Objects.requireNonNull(linkId, "linkId");
        Objects.requireNonNull(amazonUserId, "amazonUserId");
        Objects.requireNonNull(partnerUserId, "partnerUserId");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(ssiToken, "ssiToken");
        Objects.requireNonNull(linkedTimestamp, "linkedTimestamp");
    }

    @Override
    public String toString() {
        return "Link[linkId=" + linkId + ", identityProviderName=" + identityProviderName + ", [redacted]]";
    }
}
