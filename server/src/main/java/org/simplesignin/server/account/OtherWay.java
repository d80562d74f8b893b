package org.simplesignin.server.account;

import java.util.Objects;
import org.simplesignin.server.page.Next;

/// A way to sign in that is not ours: the operator's own provider, which the sign-in page offers.
///
/// @param name what customers know it by
/// @param path the page of ours that leads there
/// @param only whether it is the only one: then nobody signs up or in with credentials of ours
public record OtherWay(String name, String path, boolean only) {
    /// Refuses absent parts with a [NullPointerException].
    public OtherWay {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
    }

    /// Returns the link that leads there and back to this page.
    String to(Next next) {
        return next.after(path);
    }

    /// Returns the link that has the person asked for credentials anew.
    String again(Next next) {
        String query = next.after("");
        return path + "?again=1" + (query.isEmpty() ? "" : "&" + query.substring(1));
    }
}
