package org.simplesignin.server.link;

import java.util.Objects;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;

/// A link that was just ended. What was sealed of it is destroyed and was not read for this: a link whose row is
/// damaged can still be ended.
///
/// @param app the app in which it was made
public record EndedLink(LinkId id, IdentityProviderName identityProviderName, AppId app) {
    /// Refuses absent parts with a [NullPointerException].
    public EndedLink {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(app, "app");
    }
}
