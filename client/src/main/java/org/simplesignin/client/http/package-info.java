/// What all routes of the client do the same way: the listener on loopback, the `Host` check, bounded bodies, JSON and
/// problem documents (RFC 9457), security headers.
///
/// It knows no app, no customer and no dialog; the routes live in `shell` and `local`. A leaf: it imports no other
/// package of the client.
@NullMarked
package org.simplesignin.client.http;

import org.jspecify.annotations.NullMarked;
