/// Keys of the server: the wrapping keys under which every stored private key and secret lies, the server's own
/// secrets, and the choice of the crypto provider. A leaf: it imports no noun.
///
/// Wrapping is AES-256-GCM with associated data that names what the plain text belongs to, so that a cipher text put
/// into another row does not open (T11). Wrapping keys live in a file beside the database, never in it (T10).
@NullMarked
package org.simplesignin.server.keys;

import org.jspecify.annotations.NullMarked;
