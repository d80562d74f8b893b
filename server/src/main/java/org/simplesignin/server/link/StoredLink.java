package org.simplesignin.server.link;

import java.util.Objects;

/// An active link with its secrets, both of the same moment.
public record StoredLink(Link link, LinkSecrets secrets) {
    /// Refuses absent parts with a [NullPointerException].
    public StoredLink {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(secrets, "secrets");
    }
}
