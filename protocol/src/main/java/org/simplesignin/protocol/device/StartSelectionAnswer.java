package org.simplesignin.protocol.device;

import java.util.Objects;
import org.simplesignin.protocol.RequestStatus;

/**
 * Answers {@link StartSelectionRequest}: {@code SUCCESSFUL} where the dialog may be shown, else what the app gets.
 */
public record StartSelectionAnswer(RequestStatus requestStatus) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public StartSelectionAnswer {
        Objects.requireNonNull(requestStatus, "requestStatus");
    }
}
