package org.simplesignin.protocol.device;

import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.LinkUserAccountResponse;

/**
 * Answers {@link StartLinkRequest}: either the final response, or the id to finish with after the customer's consent. Exactly one is present.
 */
public record StartLinkAnswer(
        @Nullable String linkId, @Nullable LinkUserAccountResponse response) {
    /** Refuses both and neither. */
    public StartLinkAnswer {
        if ((linkId == null) == (response == null)) {
            throw new IllegalArgumentException("exactly one of linkId and response must be present");
        }
    }

    /** Returns that the customer has to be asked. */
    public static StartLinkAnswer consentNeeded(String linkId) {
        return new StartLinkAnswer(linkId, null);
    }

    /** Returns what the app gets without anybody being asked. */
    public static StartLinkAnswer done(LinkUserAccountResponse response) {
        return new StartLinkAnswer(null, response);
    }
}
