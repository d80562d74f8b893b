package org.simplesignin.server.device;

import org.simplesignin.server.id.KeyThumbprint;

/// A verified proof that the sender holds a key (RFC 9449 §4). Only [DpopVerifier] makes one.
///
/// @param key the thumbprint of the key
/// @param id its `jti`
/// @param window the window of its nonce
record DpopProof(KeyThumbprint key, String id, long window) {}
