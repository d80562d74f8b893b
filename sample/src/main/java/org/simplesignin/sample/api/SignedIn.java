package org.simplesignin.sample.api;

import java.util.Objects;

/// An account that is signed in from now on. Printing it shows neither the session nor the login name.
///
/// @param session the secret that the app sends as `Authorization: Bearer …`; valid for 30 days or until sign-out
public record SignedIn(String session, String partnerUserId, String loginName) {
    /// Refuses absent members with a [NullPointerException].
    public SignedIn {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(partnerUserId, "partnerUserId");
        Objects.requireNonNull(loginName, "loginName");
    }

    @Override
    public String toString() {
        return "SignedIn[" + partnerUserId + "]";
    }
}
