/// The four calls of `SimpleSignInService`, for a caller that is already known: the rules of specification §2 in their
/// order.
///
/// Who is calling was decided in `local`. The server decides what needs its data; what the device alone knows (profile,
/// active customer, dialogs) is decided here.
@NullMarked
package org.simplesignin.client.call;

import org.jspecify.annotations.NullMarked;
