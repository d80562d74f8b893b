package org.simplesignin.protocol.device;

import java.util.Objects;

/**
 * Finishes linking with the customer's answer. Repeating it with the same id is safe: it ends with the same link.
 *
 * @param linkId from {@link StartLinkAnswer}
 * @param start the request again: the server keeps nothing of it before the consent
 */
public record FinishLinkRequest(String linkId, Consent consent, StartLinkRequest start) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public FinishLinkRequest {
        Objects.requireNonNull(linkId, "linkId");
        Objects.requireNonNull(consent, "consent");
        Objects.requireNonNull(start, "start");
    }
}
