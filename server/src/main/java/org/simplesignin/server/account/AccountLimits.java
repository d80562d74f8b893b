package org.simplesignin.server.account;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.LookupIndex;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.mail.MailAddress;

/// How often somebody may guess, or have mails sent (T15). Mailboxes are counted by a keyed hash, and the same whether
/// or not there is an account. Thread-safe.
final class AccountLimits {
    private final Limits limits;
    private final LookupIndex lookupIndex;

    AccountLimits(Limits limits, LookupIndex lookupIndex) {
        this.limits = limits;
        this.lookupIndex = lookupIndex;
    }

    /// What was taken for a guess.
    record Guess(Map<Limit, String> taken) {}

    /// Takes a try at a password.
    ///
    /// @throws org.simplesignin.server.http.RefusedException where there were too many, which was the right one or
    /// not
    Guess password(Call call, MailAddress email) {
        String address = call.address().prefix();
        String mailbox = mailbox(email);
        Map<Limit, String> guess = new LinkedHashMap<>();
        guess.put(Limit.SIGN_IN_FAILURES_PER_ADDRESS, address);
        guess.put(Limit.SIGN_IN_FAILURES_PER_ACCOUNT_AND_ADDRESS, mailbox + " " + address);
        guess.put(Limit.SIGN_IN_FAILURES_PER_ACCOUNT, mailbox);
        return take(guess);
    }

    /// Takes a try at a passkey.
    Guess passkey(Call call) {
        return take(Map.of(Limit.SIGN_IN_FAILURES_PER_ADDRESS, call.address().prefix()));
    }

    /// Takes a try at a mailed code.
    Guess code(Call call) {
        return take(Map.of(Limit.MAIL_CODE_FAILURES_PER_ADDRESS, call.address().prefix()));
    }

    private Guess take(Map<Limit, String> guess) {
        limits.takeAll(guess);
        return new Guess(guess);
    }

    /// Puts back what was taken for a guess that was right: only failures count.
    void wasRight(Guess guess) {
        guess.taken().forEach(limits::giveBack);
    }

    /// Puts back what was taken for a guess that nobody has looked at: a flood of others must not lock somebody out.
    void wasNotTried(Guess guess) {
        wasRight(guess);
    }

    /// Takes a mail that somebody has sent who is perhaps not signed in.
    void mail(Call call, MailAddress to) {
        limits.takeAll(
                Map.of(Limit.MAILS_PER_ADDRESS, call.address().prefix(), Limit.MAILS_PER_MAILBOX, mailbox(to)),
                Limit.MAILS_IN_ALL,
                call.address());
    }

    /// Takes the start of a passkey ceremony.
    void challenge(Call call) {
        limits.take(Limit.PASSKEY_CHALLENGES_PER_ADDRESS, call.address().prefix());
    }

    /// Takes a change of the way in.
    void change(CustomerId customer) {
        limits.take(Limit.ACCOUNT_CHANGES_PER_CUSTOMER, customer.value());
    }

    /// Puts back what was taken for a change that was not made.
    void wasNotMade(CustomerId customer) {
        limits.giveBack(Limit.ACCOUNT_CHANGES_PER_CUSTOMER, customer.value());
    }

    private String mailbox(MailAddress email) {
        return HexFormat.of().formatHex(lookupIndex.of("limit", email.key()));
    }
}
