package org.simplesignin.server.page;

import java.util.Optional;

/// What the guard found out about a request, for the page that answers it.
///
/// @param viewer who is signed in, where the page asked for it
/// @param csrf what its forms carry
record Visit(Optional<Viewer> viewer, CsrfToken csrf) {}
