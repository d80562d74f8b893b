/// Device registration by a code that the customer types on a phone (RFC 8628): when to ask for a code, when to poll,
/// when to ask for a fresh one, and what came of it.
///
/// The requests themselves are in `session`, the screen in `shell`. Everything is measured with monotonic time: the
/// clock of a TV may say 1970 (design/security.md T19).
@NullMarked
package org.simplesignin.client.registration;

import org.jspecify.annotations.NullMarked;
