/// Keys of the server: the wrapping keys under which every stored private key and secret lies, the keys of the
/// customers and how they are shredded, the server's own secrets, and the choice of the crypto provider. A leaf: it
/// imports no noun.
///
/// - [org.simplesignin.server.keys.WrappingKeys] lie in a file beside the database, never in it (T10).
/// - [org.simplesignin.server.keys.CustomerKeys] seals what is personal; the keys lie in a
///   [org.simplesignin.server.keys.CustomerKeyStore] outside the database and its backups (T17).
/// - [org.simplesignin.server.keys.LookupIndex] finds a customer by something personal that is not stored.
///
/// Wrapping is AES-256-GCM with associated data that names what the plain text belongs to, so that a cipher text put
/// into another row does not open (T11).
@NullMarked
package org.simplesignin.server.keys;

import org.jspecify.annotations.NullMarked;
