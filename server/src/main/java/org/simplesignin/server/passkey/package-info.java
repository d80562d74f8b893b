/// Passkeys (Web Authentication Level 3): what is kept of each, its storage port, and the two ceremonies, making one
/// and using one. Who may begin a ceremony, and what comes of it, is decided by `account`.
///
/// The library webauthn4j reads and verifies what browsers send; this package decides what is asked for: discoverable
/// credentials, user verification, no attestation.
@NullMarked
package org.simplesignin.server.passkey;

import org.jspecify.annotations.NullMarked;
