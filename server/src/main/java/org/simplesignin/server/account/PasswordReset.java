package org.simplesignin.server.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.Next;
import org.simplesignin.server.password.PasswordHash;
import org.simplesignin.server.password.PasswordRule;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.storage.Tx;

/// A forgotten password: a code goes to the address of the account, and whoever types it sets another password. All
/// sessions that there were end. With an address that was replaced less than seven days ago it also puts that address
/// back: that is how a change by somebody else is undone. Thread-safe.
final class PasswordReset {
    private final Accounts accounts;
    private final CustomerSessions sessions;
    private final PasswordRule rule;
    private final Passwords passwords;
    private final Codes codes;
    private final Errands errands;
    private final AccountMails mails;
    private final AccountLimits limits;
    private final SignIn signIn;
    private final Audit audit;
    private final SecureRandom random;
    private final Clock clock;

    PasswordReset(
            Accounts accounts,
            CustomerSessions sessions,
            PasswordRule rule,
            Passwords passwords,
            Codes codes,
            Errands errands,
            AccountMails mails,
            AccountLimits limits,
            SignIn signIn,
            Audit audit,
            SecureRandom random,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.rule = rule;
        this.passwords = passwords;
        this.codes = codes;
        this.errands = errands;
        this.mails = mails;
        this.limits = limits;
        this.signIn = signIn;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /// Has a code mailed, where there is an account; the browser is on an errand then, whether there is one or not.
    void start(Call call, MailAddress email) {
        limits.mail(call, email);
        Optional<CustomerId> owner = owner(email);
        MailCodeId code;
        if (owner.isEmpty()) {
            code = codes.issueUnfitting();
            mails.say(email, "noAccount");
        } else {
            Codes.Issued issued = codes.issue(Codes.Purpose.PASSWORD_RESET, email);
            code = issued.id();
            mails.code(email, "reset", issued.code());
        }
        CustomerId customer = owner.orElseGet(() -> CustomerId.generate(random));
        errands.keep(call, new Errand(Codes.Purpose.PASSWORD_RESET, code, customer, email, Next.HOME));
    }

    private Optional<CustomerId> owner(MailAddress email) {
        return accounts.byEmail(email).or(() -> accounts.byFormerEmail(email, now()));
    }

    /// Returns the errand of this browser.
    Optional<Errand> errand(Call call) {
        return errands.errand(call, Codes.Purpose.PASSWORD_RESET).filter(errand -> codes.isAlive(errand.code()));
    }

    /// Returns the errand of this browser, also where its password was set not long ago: the form was sent twice, or
    /// the answer was lost.
    Optional<Errand> errandToFinish(Call call) {
        return errands.errand(call, Codes.Purpose.PASSWORD_RESET)
                .filter(errand -> codes.isAlive(errand.code()) || codes.isSpent(errand.code()));
    }

    /// Forgets the errand, to begin with another address.
    void restart(Call call) {
        errands.forget(call, Codes.Purpose.PASSWORD_RESET);
    }

    /// Sets the password; the customer is signed in then, here and nowhere else. A password that is no good costs
    /// no try. The same once more, from the same browser, signs in.
    Optional<Mistake> finish(Call call, Errand errand, String typed, String password) {
        Optional<PasswordRule.Flaw> flaw =
                rule.flaw(password, List.of(errand.email().value()));
        if (flaw.isPresent()) {
            return flaw.map(Mistake::of);
        }
        AccountLimits.Guess guess = limits.code(call);
        MailCodes.Outcome outcome = codes.attempt(errand.code(), errand.purpose(), errand.email(), typed);
        if (outcome == MailCodes.Outcome.WRONG || outcome == MailCodes.Outcome.GONE) {
            return Optional.of(Mistake.of(outcome));
        }
        limits.wasRight(guess);
        if (outcome == MailCodes.Outcome.SPENT) {
            return repeat(call, errand, password);
        }
        PasswordHash hash = passwords.hash(call.address(), password);
        boolean done =
                sessions.begin(call, errand.customer(), AuditEvent.Way.PASSWORD_RESET, tx -> replace(tx, errand, hash));
        if (!done) {
            return repeat(call, errand, password);
        }
        errands.forget(call, Codes.Purpose.PASSWORD_RESET);
        mails.tell(errand.customer(), "passwordChanged");
        return Optional.empty();
    }

    private Optional<Mistake> repeat(Call call, Errand errand, String password) {
        boolean same = codes.isSpent(errand.code())
                && signIn.withPassword(call, errand.email(), password).isEmpty();
        if (!same) {
            return Optional.of(Mistake.CODE_GONE);
        }
        errands.forget(call, Codes.Purpose.PASSWORD_RESET);
        return Optional.empty();
    }

    private boolean replace(Tx tx, Errand errand, PasswordHash hash) {
        Optional<Account> account = accounts.account(tx);
        if (account.isEmpty() || !codes.spend(tx, errand.code())) {
            return false;
        }
        if (!account.get().email().key().equals(errand.email().key())) {
            if (!accounts.restoreEmail(tx, errand.email(), now())) {
                return false;
            }
            audit.record(tx, new AuditEvent.EmailRestored());
        }
        accounts.setPassword(tx, hash);
        sessions.endAll(tx);
        audit.record(tx, new AuditEvent.PasswordReset());
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
