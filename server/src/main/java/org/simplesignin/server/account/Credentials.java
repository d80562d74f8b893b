package org.simplesignin.server.account;

import java.util.List;
import java.util.Optional;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.passkey.CreatedPasskey;
import org.simplesignin.server.passkey.CreationOptions;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.passkey.PasskeyCeremonies;
import org.simplesignin.server.passkey.Passkeys;
import org.simplesignin.server.password.PasswordHash;
import org.simplesignin.server.password.PasswordRule;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.storage.Transactions;

/// The ways in of somebody who is signed in and has just given credentials: another password, passkeys added and
/// removed. The customer is told of each by mail. Thread-safe.
final class Credentials {
    private final Accounts accounts;
    private final Customers customers;
    private final Passkeys passkeys;
    private final PasskeyCeremonies ceremonies;
    private final PasswordRule rule;
    private final Passwords passwords;
    private final CustomerSessions sessions;
    private final Transactions transactions;
    private final AccountMails mails;
    private final AccountLimits limits;
    private final Audit audit;

    Credentials(
            Accounts accounts,
            Customers customers,
            Passkeys passkeys,
            PasskeyCeremonies ceremonies,
            PasswordRule rule,
            Passwords passwords,
            CustomerSessions sessions,
            Transactions transactions,
            AccountMails mails,
            AccountLimits limits,
            Audit audit) {
        this.accounts = accounts;
        this.customers = customers;
        this.passkeys = passkeys;
        this.ceremonies = ceremonies;
        this.rule = rule;
        this.passwords = passwords;
        this.sessions = sessions;
        this.transactions = transactions;
        this.mails = mails;
        this.limits = limits;
        this.audit = audit;
    }

    /// Returns the account of whoever changes it.
    ///
    /// @throws RefusedException where there is none: an external provider keeps it, or it was closed a moment ago
    static Account own(Accounts accounts, Viewer viewer) {
        return accounts.account(viewer.customer())
                .orElseThrow(() -> new RefusedException(
                        ProblemCode.NOT_FOUND, "Change this where you sign in: somebody else keeps it"));
    }

    /// Sets another password, or the first one; all other sessions end.
    Optional<Mistake> changePassword(Call call, Viewer viewer, String password) {
        Account account = own(accounts, viewer);
        Optional<PasswordRule.Flaw> flaw =
                rule.flaw(password, List.of(account.email().value(), displayName(viewer)));
        if (flaw.isPresent()) {
            return flaw.map(Mistake::of);
        }
        limits.change(viewer.customer());
        PasswordHash hash = hash(call, viewer, password);
        transactions.inCustomerTransaction(viewer.customer(), tx -> {
            accounts.setPassword(tx, hash);
            audit.record(tx, new AuditEvent.PasswordChanged());
            return sessions.endOthers(tx, viewer.session());
        });
        mails.tell(viewer.customer(), "passwordChanged");
        return Optional.empty();
    }

    private PasswordHash hash(Call call, Viewer viewer, String password) {
        try {
            return passwords.hash(call.address(), password);
        } catch (RefusedException e) {
            limits.wasNotMade(viewer.customer());
            throw e;
        }
    }

    /// Starts to add a passkey.
    CreationOptions startPasskey(Call call, Viewer viewer) {
        Account account = own(accounts, viewer);
        limits.change(viewer.customer());
        return ceremonies.startCreation(call, viewer.customer(), account.email().value(), displayName(viewer));
    }

    /// Adds a passkey.
    ///
    /// @return false where there are [Passkey#MOST] already, or the challenge was used before
    /// @throws org.simplesignin.server.http.RefusedException where it is not what was asked for
    boolean addPasskey(Call call, Viewer viewer, CreatedPasskey sent, String name) {
        PasskeyCeremonies.Created created = ceremonies.finishCreation(call, viewer.customer(), sent, name);
        boolean added = transactions.inCustomerTransaction(viewer.customer(), tx -> {
            boolean done = ceremonies.add(tx, created);
            if (done) {
                audit.record(
                        tx, new AuditEvent.PasskeyAdded(created.passkey().id().fingerprint()));
            }
            return done;
        });
        if (added) {
            mails.tell(viewer.customer(), "passkeyAdded");
        }
        return added;
    }

    /// Returns the customer's passkey with this fingerprint.
    Optional<Passkey> passkey(Viewer viewer, String fingerprint) {
        return passkeys.ofCustomer(viewer.customer()).stream()
                .filter(passkey -> passkey.id().fingerprint().equals(fingerprint))
                .findFirst();
    }

    /// Removes a passkey.
    ///
    /// @return false where there is no such passkey, or it is the only way in
    boolean removePasskey(Viewer viewer, String fingerprint) {
        Optional<Passkey> passkey = passkey(viewer, fingerprint);
        boolean removed = passkey.isPresent()
                && transactions.inCustomerTransaction(viewer.customer(), tx -> {
                    boolean hasPassword = accounts.account(tx)
                            .filter(account -> account.password() != null)
                            .isPresent();
                    boolean done = (hasPassword || passkeys.count(tx) > 1)
                            && passkeys.remove(tx, passkey.get().id());
                    if (done) {
                        audit.record(tx, new AuditEvent.PasskeyRemoved(fingerprint));
                    }
                    return done;
                });
        if (removed) {
            mails.tell(viewer.customer(), "passkeyRemoved");
        }
        return removed;
    }

    private String displayName(Viewer viewer) {
        return customers.customer(viewer.customer()).orElseThrow().displayName();
    }
}
