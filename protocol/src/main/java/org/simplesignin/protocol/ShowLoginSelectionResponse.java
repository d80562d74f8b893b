package org.simplesignin.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code showLoginSelection} (specification §2).
 *
 * @param linkId the chosen link, present with {@link UserSelection#LOGIN_SELECTED}
 */
public record ShowLoginSelectionResponse(
        RequestStatus requestStatus,
        @Nullable String linkId,
        @Nullable UserSelection userSelection) implements AppResponse {

    /** Refuses an absent status with a {@link NullPointerException}. */
    public ShowLoginSelectionResponse {
        Objects.requireNonNull(requestStatus, "requestStatus");
    }
}
