package org.simplesignin.server.account;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.password.PasswordHash;

/// A customer's account: how they come in. Passkeys stand beside it.
///
/// @param password null where the customer has passkeys only
public record Account(
        CustomerId customer, MailAddress email, @Nullable PasswordHash password, Instant createdAt) {
    /// Refuses absent parts with a [NullPointerException].
    public Account {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    @Override
    public String toString() {
        return "Account[" + customer + "]";
    }
}
