package org.simplesignin.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code linkUserAccount} (specification §2).
 *
 * @param linkId present where the link is established or was there before
 */
public record LinkUserAccountResponse(
        RequestStatus requestStatus, @Nullable String linkId, LinkAccountSuccessCode successCode)
        implements AppResponse {

    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public LinkUserAccountResponse {
        Objects.requireNonNull(requestStatus, "requestStatus");
        Objects.requireNonNull(successCode, "successCode");
    }
}
