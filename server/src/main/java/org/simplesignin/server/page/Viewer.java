package org.simplesignin.server.page;

import java.time.Instant;
import java.util.Objects;
import org.simplesignin.server.id.CustomerId;

/// Who is looking at the pages: this customer, signed in.
///
/// @param signedInAt when credentials were last given in this session
/// @param csrf what the forms of this session carry
public record Viewer(CustomerId customer, SessionRef session, Instant signedInAt, CsrfToken csrf) {
    /// Refuses absent parts with a [NullPointerException].
    public Viewer {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(signedInAt, "signedInAt");
        Objects.requireNonNull(csrf, "csrf");
    }
}
