/// Apps and identity providers: the registry, read from a file at the start, and the app key pairs. Owns the records,
/// the storage port of the key pairs and the routes `/device/v1/apps`, `/apps/{app}/app-keys` and
/// `/apps/{app}/app-key.pem`.
///
/// What a dialog shows of an app (name, publisher, icon) comes from this registry, never from a request (specification
/// §8).
@NullMarked
package org.simplesignin.server.app;

import org.jspecify.annotations.NullMarked;
