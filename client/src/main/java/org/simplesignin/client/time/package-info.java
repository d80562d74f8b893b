/// Time that passes, as opposed to the time of day.
///
/// Clocks of TVs are wrong and jump (design/security.md T19), so dialogs, access tokens and back-off are measured here
/// and never with a wall clock. A leaf: it imports no other package of the client.
@NullMarked
package org.simplesignin.client.time;

import org.jspecify.annotations.NullMarked;
