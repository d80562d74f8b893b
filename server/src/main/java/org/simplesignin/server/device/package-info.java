/// Devices, their registration with a customer and their sessions. Owns the records, the storage port, the token
/// request (`POST /oauth/token`, RFC 6749 and RFC 9449) and the check of every later call: access token, device state,
/// key.
///
/// A device makes its EC P-256 key first; all its tokens are bound to it. In this version a device is registered with a
/// one-time enrolment secret; the shape of the session is final (specification §6).
@NullMarked
package org.simplesignin.server.device;

import org.jspecify.annotations.NullMarked;
