package org.simplesignin.server.page;

import java.util.Optional;
import org.simplesignin.server.http.Call;

/// Tells who is looking, by the session cookie. Thread-safe.
public interface Viewers {
    /// Returns the signed-in customer of this request, or empty where nobody is signed in. Asks the store each
    /// time, so that a session that was ended is out at its next request.
    Optional<Viewer> viewer(Call call);
}
