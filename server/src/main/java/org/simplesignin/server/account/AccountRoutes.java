package org.simplesignin.server.account;

import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.customer.ExportSection;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.LookupIndex;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.passkey.PasskeyCeremonies;
import org.simplesignin.server.password.PasswordRule;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.storage.Transactions;

/// The rules of accounts, wired, and their pages.
public final class AccountRoutes {
    private final AccountStores stores;
    private final CustomerSessions sessions;
    private final SignUp signUp;
    private final SignIn signIn;
    private final PasswordReset reset;
    private final EmailChange emailChange;
    private final Credentials credentials;
    private final @Nullable OtherWay otherWay;

    /// Wires the rules.
    ///
    /// @param otherWay the operator's own provider, or null where there is none
    /// @param pagesUrl where the customer's pages are: passkeys are bound to its host
    public AccountRoutes(
            AccountStores stores,
            Transactions transactions,
            Customers customers,
            CustomerKeys customerKeys,
            LookupIndex lookupIndex,
            WrappingKeys wrappingKeys,
            CustomerSessions sessions,
            AccountMails mails,
            Limits allLimits,
            Passwords passwords,
            @Nullable OtherWay otherWay,
            String pagesUrl,
            Audit audit,
            SecureRandom random,
            Clock clock) {
        this.stores = stores;
        this.sessions = sessions;
        this.otherWay = otherWay;
        Accounts accounts = stores.accounts();
        PasswordRule rule = PasswordRule.read();
        Codes codes = new Codes(stores.mailCodes(), lookupIndex, random, clock);
        Errands errands = new Errands(wrappingKeys);
        AccountLimits limits = new AccountLimits(allLimits, lookupIndex);
        PasskeyCeremonies ceremonies =
                new PasskeyCeremonies(pagesUrl, stores.passkeys(), stores.challenges(), lookupIndex, random, clock);
        signIn = new SignIn(accounts, sessions, ceremonies, passwords, limits);
        signUp = new SignUp(
                accounts,
                customers,
                customerKeys,
                sessions,
                ceremonies,
                rule,
                passwords,
                codes,
                errands,
                mails,
                limits,
                signIn,
                random,
                clock);
        reset = new PasswordReset(
                accounts, sessions, rule, passwords, codes, errands, mails, limits, signIn, audit, random, clock);
        emailChange = new EmailChange(accounts, transactions, codes, errands, mails, limits, audit, clock);
        credentials = new Credentials(
                accounts,
                customers,
                stores.passkeys(),
                ceremonies,
                rule,
                passwords,
                sessions,
                transactions,
                mails,
                limits,
                audit);
    }

    /// Returns what the copy of a customer's data tells of the account.
    public ExportSection export() {
        return new AccountExport(stores, sessions);
    }

    /// Adds the pages to the table.
    public void addTo(Routes routes, PageGuard guard, Pages pages) {
        if (otherWay == null || !otherWay.only()) {
            new SignUpPages(pages, signUp, sessions).addTo(routes, guard);
            new PasswordResetPages(pages, reset).addTo(routes, guard);
        }
        new SignInPages(pages, signIn, sessions, stores.accounts(), stores.passkeys(), otherWay).addTo(routes, guard);
        new AccountPages(pages, stores.accounts(), stores.passkeys(), sessions, credentials, emailChange, otherWay)
                .addTo(routes, guard);
    }
}
