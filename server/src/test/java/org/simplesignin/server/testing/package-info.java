/// What the server's tests share: a server with a real database on a free port, a device that speaks DPoP, a partner
/// backend, a clock that tests move, and the log.
@NullMarked
package org.simplesignin.server.testing;

import org.jspecify.annotations.NullMarked;
