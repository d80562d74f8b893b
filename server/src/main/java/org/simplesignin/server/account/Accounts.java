package org.simplesignin.server.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.password.PasswordHash;
import org.simplesignin.server.storage.Tx;

/// The storage port of accounts. Primary key: `customer_id`. E-mail addresses and password hashes are sealed under the
/// customer's key; an address is found by its keyed hash, which is unique over all customers. Thread-safe.
///
/// An address that was replaced stays the customer's for [#FORMER]: with it they get the account back when somebody
/// else changed it. Until then nobody else can have it.
public interface Accounts {
    /// For so long an address that was replaced gives the account back.
    Duration FORMER = Duration.ofDays(7);

    /// Stores a new account; returns false, writing nothing, where the customer has one or the address is another
    /// customer's. `account.customer()` is `tx.customer()`, else [IllegalArgumentException].
    boolean add(Tx tx, Account account);

    /// Returns the customer's account, or empty where they have none.
    Optional<Account> account(CustomerId customer);

    /// As [#account(CustomerId)], as the transaction sees it, and locked until it ends.
    Optional<Account> account(Tx tx);

    /// Returns whose present address this is.
    Optional<CustomerId> byEmail(MailAddress email);

    /// Returns whose address this was until less than [#FORMER] ago.
    Optional<CustomerId> byFormerEmail(MailAddress email, Instant now);

    /// Returns all addresses that are stored of this customer, the present one and former ones.
    List<MailAddress> emails(CustomerId customer);

    /// Sets another password; returns whether there is an account.
    boolean setPassword(Tx tx, PasswordHash password);

    /// Replaces the address; the one before stays for [#FORMER]. Returns false, writing nothing, where there is no
    /// account or the new address is another customer's.
    boolean replaceEmail(Tx tx, MailAddress email, Instant now);

    /// Makes an address that was replaced the present one again and forgets all others, so that whoever set them
    /// has no way back. Returns false, writing nothing, where it is no former address of this customer.
    boolean restoreEmail(Tx tx, MailAddress email, Instant now);
}
