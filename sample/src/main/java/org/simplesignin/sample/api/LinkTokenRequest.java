package org.simplesignin.sample.api;

import java.util.Objects;

/// Asks for a link token for the signed-in account.
///
/// @param amazonUserId what `getUserAndLinks` answered on this device
public record LinkTokenRequest(String amazonUserId) {
    /// Refuses absent members with a [NullPointerException].
    public LinkTokenRequest {
        Objects.requireNonNull(amazonUserId, "amazonUserId");
    }
}
