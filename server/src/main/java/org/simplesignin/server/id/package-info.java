/// Identifiers that more than one noun needs and the token library does not have: customer, device, registration, key
/// thumbprint and the hash of a secret.
///
/// Link, app, identity provider and partner user are named by the records of `org.simplesignin.tokens`. Every
/// identifier is a record of its own, so that none can stand where another belongs. A leaf: it imports nothing of the
/// server.
@NullMarked
package org.simplesignin.server.id;

import org.jspecify.annotations.NullMarked;
