package org.simplesignin.client.presenter;

import java.util.Objects;

/// May this app sign this account in from now on?
///
/// @param account what the app says of the account
public record ConsentQuestion(Asker asker, ShownName account) {
    /// Refuses absent members with a [NullPointerException].
    public ConsentQuestion {
        Objects.requireNonNull(asker, "asker");
        Objects.requireNonNull(account, "account");
    }
}
