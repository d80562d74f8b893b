/// What a client can find out about this server by itself: its metadata (`GET /.well-known/oauth-authorization-server`,
/// RFC 8414) and the public key under which these are signed (`GET /oauth/jwks`, RFC 7517). With them any OAuth client
/// library can run the device grant. Owns the signing key.
///
/// The key signs the metadata and nothing else: SSI tokens are signed with the keys of links.
@NullMarked
package org.simplesignin.server.discovery;

import org.jspecify.annotations.NullMarked;
