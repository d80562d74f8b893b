package org.simplesignin.server.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.Next;
import org.simplesignin.server.passkey.CreatedPasskey;
import org.simplesignin.server.passkey.CreationOptions;
import org.simplesignin.server.passkey.PasskeyCeremonies;
import org.simplesignin.server.password.PasswordHash;
import org.simplesignin.server.password.PasswordRule;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.storage.Tx;

/// Signing up, in three steps: an address, the code that was mailed there, and a name with a password or passkey. Who
/// does not have the mailbox never learns whether there is an account (T15): each step answers the same, and only the
/// mail differs. Thread-safe.
final class SignUp {
    private final Accounts accounts;
    private final Customers customers;
    private final CustomerKeys customerKeys;
    private final CustomerSessions sessions;
    private final PasskeyCeremonies ceremonies;
    private final PasswordRule rule;
    private final Passwords passwords;
    private final Codes codes;
    private final Errands errands;
    private final AccountMails mails;
    private final AccountLimits limits;
    private final SignIn signIn;
    private final SecureRandom random;
    private final Clock clock;

    SignUp(
            Accounts accounts,
            Customers customers,
            CustomerKeys customerKeys,
            CustomerSessions sessions,
            PasskeyCeremonies ceremonies,
            PasswordRule rule,
            Passwords passwords,
            Codes codes,
            Errands errands,
            AccountMails mails,
            AccountLimits limits,
            SignIn signIn,
            SecureRandom random,
            Clock clock) {
        this.accounts = accounts;
        this.customers = customers;
        this.customerKeys = customerKeys;
        this.sessions = sessions;
        this.ceremonies = ceremonies;
        this.rule = rule;
        this.passwords = passwords;
        this.codes = codes;
        this.errands = errands;
        this.mails = mails;
        this.limits = limits;
        this.signIn = signIn;
        this.random = random;
        this.clock = clock;
    }

    /// Thrown inside a transaction, so that nothing of it is kept.
    private static final class NotDone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Mistake mistake;

        NotDone(Mistake mistake) {
            super("signing up came too late", null, false, false);
            this.mistake = mistake;
        }
    }

    /// Has a code mailed; the browser is on an errand then.
    void start(Call call, MailAddress email, Next next) {
        limits.mail(call, email);
        boolean known = accounts.byEmail(email).isPresent()
                || accounts.byFormerEmail(email, now()).isPresent();
        MailCodeId code;
        if (known) {
            code = codes.issueUnfitting();
            mails.say(email, "alreadyThere");
        } else {
            Codes.Issued issued = codes.issue(Codes.Purpose.SIGN_UP, email);
            code = issued.id();
            mails.code(email, "signUp", issued.code());
        }
        errands.keep(call, new Errand(Codes.Purpose.SIGN_UP, code, CustomerId.generate(random), email, next));
    }

    /// Returns the errand of this browser.
    Optional<Errand> errand(Call call) {
        return errands.errand(call, Codes.Purpose.SIGN_UP).filter(errand -> codes.isAlive(errand.code()));
    }

    /// Returns whether the mailed code was typed.
    boolean isVerified(Errand errand) {
        return codes.isVerified(errand.code());
    }

    /// Forgets the errand, to begin with another address.
    void restart(Call call) {
        errands.forget(call, Codes.Purpose.SIGN_UP);
    }

    /// Tries a code.
    Optional<Mistake> tryCode(Call call, Errand errand, String typed) {
        AccountLimits.Guess guess = limits.code(call);
        MailCodes.Outcome outcome = codes.attempt(errand.code(), errand.purpose(), errand.email(), typed);
        if (outcome != MailCodes.Outcome.RIGHT) {
            return Optional.of(Mistake.of(outcome));
        }
        limits.wasRight(guess);
        return Optional.empty();
    }

    /// Returns the errand of this browser, where its account was made not long ago: the form was sent twice, or the
    /// answer was lost.
    Optional<Errand> finished(Call call) {
        return errands.errand(call, Codes.Purpose.SIGN_UP).filter(errand -> codes.isSpent(errand.code()));
    }

    /// Makes the account with a password; the customer is signed in then. The same once more, from the same browser,
    /// signs in.
    Optional<Mistake> finish(Call call, Errand errand, DisplayName name, String password) {
        Optional<PasswordRule.Flaw> flaw =
                rule.flaw(password, List.of(errand.email().value(), name.value()));
        if (flaw.isPresent()) {
            return flaw.map(Mistake::of);
        }
        Optional<Mistake> mistake = isVerified(errand)
                ? make(call, errand, name, passwords.hash(call.address(), password), tx -> true)
                : Optional.of(Mistake.CODE_GONE);
        return mistake.equals(Optional.of(Mistake.CODE_GONE)) ? repeat(call, errand, name, password) : mistake;
    }

    private Optional<Mistake> repeat(Call call, Errand errand, DisplayName name, String password) {
        boolean same = codes.isSpent(errand.code())
                && customers
                        .customer(errand.customer())
                        .filter(made -> made.displayName().equals(name.value()))
                        .isPresent()
                && signIn.withPassword(call, errand.email(), password).isEmpty();
        if (!same) {
            return Optional.of(Mistake.CODE_GONE);
        }
        errands.forget(call, Codes.Purpose.SIGN_UP);
        return Optional.empty();
    }

    /// Starts to make a passkey for the account that is to be.
    CreationOptions startPasskey(Call call, Errand errand, DisplayName name) {
        limits.challenge(call);
        return ceremonies.startCreation(call, errand.customer(), errand.email().value(), name.value());
    }

    /// Makes the account with a passkey; the customer is signed in then.
    ///
    /// @throws org.simplesignin.server.http.RefusedException where the passkey is not what was asked for
    Optional<Mistake> finish(Call call, Errand errand, DisplayName name, CreatedPasskey sent, String passkeyName) {
        PasskeyCeremonies.Created created = ceremonies.finishCreation(call, errand.customer(), sent, passkeyName);
        return make(call, errand, name, null, tx -> ceremonies.add(tx, created));
    }

    private Optional<Mistake> make(
            Call call, Errand errand, DisplayName name, @Nullable PasswordHash password, Predicate<Tx> more) {
        Instant now = now();
        Customer customer = new Customer(errand.customer(), null, name.value(), now);
        Account account = new Account(errand.customer(), errand.email(), password, now);
        customerKeys.make(customer.id());
        boolean made;
        try {
            made = sessions.begin(call, customer.id(), AuditEvent.Way.SIGN_UP, tx -> {
                if (!codes.spend(tx, errand.code())) {
                    return false;
                }
                customers.addOrExisting(tx, customer);
                if (!accounts.add(tx, account)) {
                    throw new NotDone(Mistake.EMAIL_TAKEN);
                }
                if (!more.test(tx)) {
                    throw new NotDone(Mistake.CODE_GONE);
                }
                return true;
            });
        } catch (NotDone e) {
            return Optional.of(e.mistake);
        }
        if (!made) {
            return Optional.of(Mistake.CODE_GONE);
        }
        errands.forget(call, Codes.Purpose.SIGN_UP);
        return Optional.empty();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
