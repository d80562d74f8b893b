package org.simplesignin.sample.api;

import java.util.Objects;

/// The account that a session belongs to. Printing it leaves the login name out.
public record AccountView(String partnerUserId, String loginName) {
    /// Refuses absent members with a [NullPointerException].
    public AccountView {
        Objects.requireNonNull(partnerUserId, "partnerUserId");
        Objects.requireNonNull(loginName, "loginName");
    }

    @Override
    public String toString() {
        return "AccountView[" + partnerUserId + "]";
    }
}
