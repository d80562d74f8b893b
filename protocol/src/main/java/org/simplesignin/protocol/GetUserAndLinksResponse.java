package org.simplesignin.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code getUserAndLinks} (specification §2).
 *
 * @param amazonUserId the directed user id, present where the status is {@link RequestStatus#SUCCESSFUL}
 * @param links the active links, possibly none, present where the status is {@link RequestStatus#SUCCESSFUL}
 */
public record GetUserAndLinksResponse(
        RequestStatus requestStatus,
        @Nullable String amazonUserId,
        @Nullable List<Link> links) implements AppResponse {

    /** Refuses an absent status with a {@link NullPointerException}. */
    public GetUserAndLinksResponse {
        Objects.requireNonNull(requestStatus, "requestStatus");
        links = links == null ? null : List.copyOf(links);
    }

    @Override
    public String toString() {
        return "GetUserAndLinksResponse[requestStatus=" + requestStatus + ", amazonUserId=[redacted], links=" + links
                + "]";
    }
}
