package org.simplesignin.server.link;

import java.util.Objects;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.tokens.LinkToken;

/// What dies with the link: the link token, as the partner made it, and the link signing key, sealed.
public record LinkSecrets(LinkToken linkToken, Wrapped signingKey) {
    /// Refuses absent parts with a [NullPointerException].
    public LinkSecrets {
        Objects.requireNonNull(linkToken, "linkToken");
        Objects.requireNonNull(signingKey, "signingKey");
    }

    @Override
    public String toString() {
        return "LinkSecrets[redacted]";
    }
}
