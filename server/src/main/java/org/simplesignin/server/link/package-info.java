/// Links between a customer and an account at an identity provider, and the SSI tokens minted for them. Owns the
/// records, the storage port, the rules of specification §2 and the routes `/device/v1/user-and-links`,
/// `/device/v1/links…` and `/device/v1/login-selections/start`.
///
/// A link belongs to the identity provider, not to one app: all apps of one identity provider share it. After an
/// acknowledged unlink or turn-off no token is ever minted for it again. Consent is in `consent`, off switches are in
/// `switches`.
@NullMarked
package org.simplesignin.server.link;

import org.jspecify.annotations.NullMarked;
