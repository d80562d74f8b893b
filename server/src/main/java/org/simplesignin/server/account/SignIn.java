package org.simplesignin.server.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.passkey.PasskeyCeremonies;
import org.simplesignin.server.passkey.UseOptions;
import org.simplesignin.server.passkey.UsedPasskey;
import org.simplesignin.server.password.PasswordHash;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.session.CustomerSessions;

/// Signing in, and giving credentials again. An unknown address costs the same hash as a known one and is answered the
/// same; only failures count towards the limits. Thread-safe.
final class SignIn {
    private final Accounts accounts;
    private final CustomerSessions sessions;
    private final PasskeyCeremonies ceremonies;
    private final Passwords passwords;
    private final AccountLimits limits;

    SignIn(
            Accounts accounts,
            CustomerSessions sessions,
            PasskeyCeremonies ceremonies,
            Passwords passwords,
            AccountLimits limits) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.ceremonies = ceremonies;
        this.passwords = passwords;
        this.limits = limits;
    }

    /// Signs in with a password.
    Optional<Mistake> withPassword(Call call, MailAddress email, String password) {
        AccountLimits.Guess guess = limits.password(call, email);
        Optional<Account> account = accounts.byEmail(email).flatMap(accounts::account);
        PasswordHash hash = account.map(Account::password).orElse(null);
        if (!matches(call, guess, password, hash)) {
            return Optional.of(Mistake.CREDENTIALS);
        }
        CustomerId customer = account.orElseThrow().customer();
        // Asked again inside: the password may have been changed while this one was hashed.
        boolean signedIn = sessions.begin(
                call,
                customer,
                AuditEvent.Way.PASSWORD,
                tx -> accounts.account(tx)
                        .filter(now -> hash != null && hash.equals(now.password()))
                        .isPresent());
        if (!signedIn) {
            return Optional.of(Mistake.CREDENTIALS);
        }
        limits.wasRight(guess);
        return Optional.empty();
    }

    private boolean matches(Call call, AccountLimits.Guess guess, String password, @Nullable PasswordHash hash) {
        try {
            return passwords.matches(call.address(), password, hash);
        } catch (RefusedException e) {
            limits.wasNotTried(guess);
            throw e;
        }
    }

    /// Starts to use a passkey, whoever has one.
    UseOptions startPasskey(Call call) {
        limits.challenge(call);
        return ceremonies.startUse(call, null);
    }

    /// Signs in with a passkey.
    ///
    /// @return false where it was used or removed in between
    /// @throws org.simplesignin.server.http.RefusedException where it is not accepted
    boolean withPasskey(Call call, UsedPasskey sent) {
        AccountLimits.Guess guess = limits.passkey(call);
        PasskeyCeremonies.Used used = ceremonies.finishUse(call, null, sent);
        boolean signedIn =
                sessions.begin(call, used.passkey().customer(), AuditEvent.Way.PASSKEY, tx -> ceremonies.use(tx, used));
        if (signedIn) {
            limits.wasRight(guess);
        }
        return signedIn;
    }

    /// Takes the password of somebody who is signed in.
    Optional<Mistake> againWithPassword(Call call, Viewer viewer, String password) {
        Optional<Account> account = accounts.account(viewer.customer());
        if (account.isEmpty()) {
            return Optional.of(Mistake.CREDENTIALS);
        }
        AccountLimits.Guess guess = limits.password(call, account.get().email());
        PasswordHash hash = account.get().password();
        boolean right = matches(call, guess, password, hash)
                && sessions.renew(
                        call,
                        viewer,
                        tx -> accounts.account(tx)
                                .filter(now -> hash != null && hash.equals(now.password()))
                                .isPresent());
        if (!right) {
            return Optional.of(Mistake.CREDENTIALS);
        }
        limits.wasRight(guess);
        return Optional.empty();
    }

    /// Starts to use a passkey of somebody who is signed in.
    UseOptions startPasskeyAgain(Call call, Viewer viewer) {
        limits.challenge(call);
        return ceremonies.startUse(call, viewer.customer());
    }

    /// Takes a passkey of somebody who is signed in.
    ///
    /// @return false where it was used or removed in between
    /// @throws org.simplesignin.server.http.RefusedException where it is not accepted
    boolean againWithPasskey(Call call, Viewer viewer, UsedPasskey sent) {
        AccountLimits.Guess guess = limits.passkey(call);
        PasskeyCeremonies.Used used = ceremonies.finishUse(call, viewer.customer(), sent);
        boolean renewed = sessions.renew(call, viewer, tx -> ceremonies.use(tx, used));
        if (renewed) {
            limits.wasRight(guess);
        }
        return renewed;
    }
}
