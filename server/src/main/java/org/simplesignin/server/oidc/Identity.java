package org.simplesignin.server.oidc;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who came back from the provider, as its verified ID token says. Only [IdTokens] makes one. The subject is the
/// person; the name is for show.
///
/// @param name what to call the person, or null where the provider does not say
/// @param authenticatedAt when the person last gave credentials there, or null where the provider does not say
record Identity(
        Subject subject, @Nullable String name, @Nullable Instant authenticatedAt) {
    Identity {
        Objects.requireNonNull(subject, "subject");
    }

    @Override
    public String toString() {
        return "Identity[redacted]";
    }
}
