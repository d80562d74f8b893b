package org.simplesignin.server.oidc;

import java.time.Instant;
import java.util.Objects;

/// Who a customer is at a provider.
///
/// @param since when the customer first came from there
public record OidcIdentity(Subject subject, Instant since) {
    /// Refuses absent parts with a [NullPointerException].
    public OidcIdentity {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(since, "since");
    }
}
