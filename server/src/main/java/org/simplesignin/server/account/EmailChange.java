package org.simplesignin.server.account;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.Next;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.storage.Transactions;

/// Another e-mail address: a code goes to the new one, a notice to the old one, which tells how to undo it for seven
/// days ([PasswordReset]). Sessions stay. Thread-safe.
final class EmailChange {
    private final Accounts accounts;
    private final Transactions transactions;
    private final Codes codes;
    private final Errands errands;
    private final AccountMails mails;
    private final AccountLimits limits;
    private final Audit audit;
    private final Clock clock;

    EmailChange(
            Accounts accounts,
            Transactions transactions,
            Codes codes,
            Errands errands,
            AccountMails mails,
            AccountLimits limits,
            Audit audit,
            Clock clock) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.codes = codes;
        this.errands = errands;
        this.mails = mails;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /// Has a code mailed to the new address; where it has an account already, a mail that says so, and the page is
    /// the same.
    Optional<Mistake> start(Call call, Viewer viewer, MailAddress email) {
        Account account = Credentials.own(accounts, viewer);
        if (account.email().key().equals(email.key())) {
            return Optional.of(Mistake.EMAIL_SAME);
        }
        limits.change(viewer.customer());
        limits.mail(call, email);
        boolean taken = accounts.byEmail(email)
                .or(() -> accounts.byFormerEmail(email, clock.instant()))
                .filter(owner -> !owner.equals(viewer.customer()))
                .isPresent();
        MailCodeId code;
        if (taken) {
            code = codes.issueUnfitting();
            mails.say(email, "emailTaken");
        } else {
            Codes.Issued issued = codes.issue(Codes.Purpose.EMAIL_CHANGE, email);
            code = issued.id();
            mails.code(email, "changeEmail", issued.code());
        }
        errands.keep(call, new Errand(Codes.Purpose.EMAIL_CHANGE, code, viewer.customer(), email, Next.HOME));
        return Optional.empty();
    }

    /// Returns the errand of this browser, where it is this customer's.
    Optional<Errand> errand(Call call, Viewer viewer) {
        return errands.errand(call, Codes.Purpose.EMAIL_CHANGE)
                .filter(errand -> errand.customer().equals(viewer.customer()) && codes.isAlive(errand.code()));
    }

    /// Returns the errand of this browser, where it is this customer's, also where the address was changed not long
    /// ago: the form was sent twice, or the answer was lost.
    Optional<Errand> errandToFinish(Call call, Viewer viewer) {
        return errands.errand(call, Codes.Purpose.EMAIL_CHANGE)
                .filter(errand -> errand.customer().equals(viewer.customer()))
                .filter(errand -> codes.isAlive(errand.code()) || codes.isSpent(errand.code()));
    }

    /// Forgets the errand, to begin with another address.
    void restart(Call call) {
        errands.forget(call, Codes.Purpose.EMAIL_CHANGE);
    }

    /// Changes the address. The same once more, from the same browser, changes and mails nothing.
    Optional<Mistake> finish(Call call, Viewer viewer, Errand errand, String typed) {
        AccountLimits.Guess guess = limits.code(call);
        MailCodes.Outcome outcome = codes.attempt(errand.code(), errand.purpose(), errand.email(), typed);
        if (outcome == MailCodes.Outcome.WRONG || outcome == MailCodes.Outcome.GONE) {
            return Optional.of(Mistake.of(outcome));
        }
        limits.wasRight(guess);
        if (isDone(viewer, errand)) {
            errands.forget(call, Codes.Purpose.EMAIL_CHANGE);
            return Optional.empty();
        }
        if (outcome == MailCodes.Outcome.SPENT) {
            return Optional.of(Mistake.CODE_GONE);
        }
        MailAddress before = Credentials.own(accounts, viewer).email();
        boolean changed = transactions.inCustomerTransaction(viewer.customer(), tx -> {
            boolean done = codes.spend(tx, errand.code())
                    && accounts.replaceEmail(tx, errand.email(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
            if (done) {
                audit.record(tx, new AuditEvent.EmailChanged());
            }
            return done;
        });
        errands.forget(call, Codes.Purpose.EMAIL_CHANGE);
        if (!changed) {
            return isDone(viewer, errand) ? Optional.empty() : Optional.of(Mistake.EMAIL_TAKEN);
        }
        mails.tell(before, "emailChanged", Map.of("address", errand.email().masked()));
        return Optional.empty();
    }

    /// Returns whether this errand was done already, and nothing has happened to the address since.
    private boolean isDone(Viewer viewer, Errand errand) {
        return codes.isSpent(errand.code())
                && accounts.account(viewer.customer())
                        .filter(account ->
                                account.email().key().equals(errand.email().key()))
                        .isPresent();
    }
}
