package org.simplesignin.server.app;

import java.util.List;
import org.simplesignin.tokens.AppId;

/// The storage port of app key pairs. Primary key: `(app, kid)`. Not a customer's, so there is no `Tx`: each call is a
/// transaction of its own. Thread-safe.
public interface AppKeys {
    /// Returns the key pairs of this app, oldest first.
    List<AppKey> ofApp(AppId app);

    /// Stores this key pair where the app has none yet, and returns the oldest key pair of the app, which is this
    /// one or the one that was there. Of many callers at once exactly one stores, and all get the same answer.
    AppKey addFirst(AppKey key);
}
