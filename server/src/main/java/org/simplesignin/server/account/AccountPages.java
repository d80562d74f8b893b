package org.simplesignin.server.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.SessionRef;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.passkey.CreatedPasskey;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.passkey.Passkeys;
import org.simplesignin.server.session.BrowserSession;
import org.simplesignin.server.session.CustomerSessions;

/// The page `/account` and those below it: e-mail address, password, passkeys, and where the customer is signed in.
/// What changes a way in wants credentials that were given within five minutes; ending a session does not.
final class AccountPages {
    private static final String PATH = "/account";
    private static final int WRONG = 422;

    private final Pages pages;
    private final Accounts accounts;
    private final Passkeys passkeys;
    private final CustomerSessions sessions;
    private final Credentials credentials;
    private final EmailChange emailChange;
    private final @Nullable OtherWay otherWay;

    AccountPages(
            Pages pages,
            Accounts accounts,
            Passkeys passkeys,
            CustomerSessions sessions,
            Credentials credentials,
            EmailChange emailChange,
            @Nullable OtherWay otherWay) {
        this.pages = pages;
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.credentials = credentials;
        this.emailChange = emailChange;
        this.otherWay = otherWay;
    }

    /// What the template of `/account` shows.
    ///
    /// @param email null where somebody else vouches for the customer
    /// @param provider the name of who does, or null
    record View(
            @Nullable String email,
            @Nullable String provider,
            boolean password,
            List<PasskeyRow> passkeys,
            List<SessionRow> sessions) {}

    /// A passkey on the page.
    record PasskeyRow(
            String fingerprint,
            String name,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    /// A session on the page.
    record SessionRow(String ref, String browser, String place, Instant usedAt, boolean here) {}

    /// What the template of `/account/email` shows.
    record EmailView(
            boolean mailed,
            String present,
            String email,
            @Nullable Mistake mistake) {}

    /// What the template of `/account/password` shows.
    record PasswordView(
            String email, boolean password, @Nullable Mistake mistake) {}

    /// What the script sends.
    record PasskeyForm(CreatedPasskey passkey, @Nullable String name) {
        PasskeyForm {
            Objects.requireNonNull(passkey, "passkey");
        }
    }

    void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", PATH, guard.signedIn((viewer, call) -> pages.page(call, "account/account", view(viewer))));
        routes.add("POST", PATH + "/sessions/end", guard.signedIn(this::endSession));
        routes.add("POST", PATH + "/sessions/end-others", guard.signedIn((viewer, call) -> {
            sessions.endOthers(viewer);
            return pages.done(call, PATH, "done.sessionsEnded");
        }));
        routes.add(
                "GET", PATH + "/password", guard.freshlySignedIn((viewer, call) -> password(viewer, call, 200, null)));
        routes.add("POST", PATH + "/password", guard.freshlySignedIn(this::changePassword));
        routes.add("GET", PATH + "/email", guard.freshlySignedIn(this::email));
        routes.add("POST", PATH + "/email", guard.freshlySignedIn(this::startEmail));
        routes.add("POST", PATH + "/email/restart", guard.signedIn((viewer, call) -> {
            emailChange.restart(call);
            return Answer.seeOther(PATH + "/email");
        }));
        routes.add("POST", PATH + "/email/code", guard.freshlySignedIn(this::finishEmail));
        routes.add("GET", PATH + "/passkeys", guard.freshlySignedIn((viewer, call) -> {
            account(viewer);
            return pages.page(call, "account/passkey", "");
        }));
        routes.add(
                "POST",
                PATH + "/passkeys/options",
                guard.freshlySignedIn((viewer, call) -> Answer.json(credentials.startPasskey(call, viewer))));
        routes.add("POST", PATH + "/passkeys", guard.freshlySignedIn(this::addPasskey));
        routes.add("GET", PATH + "/passkeys/remove", guard.freshlySignedIn(this::askRemovePasskey));
        routes.add("POST", PATH + "/passkeys/remove", guard.freshlySignedIn(this::removePasskey));
    }

    private View view(Viewer viewer) {
        Optional<Account> account = accounts.account(viewer.customer());
        return new View(
                account.map(known -> known.email().value()).orElse(null),
                account.isPresent() || otherWay == null ? null : otherWay.name(),
                account.filter(known -> known.password() != null).isPresent(),
                passkeys.ofCustomer(viewer.customer()).stream()
                        .map(AccountPages::row)
                        .toList(),
                sessions.ofCustomer(viewer.customer()).stream()
                        .map(session -> row(session, viewer))
                        .toList());
    }

    private static PasskeyRow row(Passkey passkey) {
        return new PasskeyRow(passkey.id().fingerprint(), passkey.name(), passkey.createdAt(), passkey.lastUsedAt());
    }

    private static SessionRow row(BrowserSession session, Viewer viewer) {
        return new SessionRow(
                session.ref().value(),
                session.browser(),
                session.place(),
                session.usedAt(),
                session.ref().equals(viewer.session()));
    }

    private Answer endSession(Viewer viewer, Call call) {
        String ref = Forms.text(call, "session");
        if (!ref.matches("[0-9a-f]{32}") || !sessions.end(viewer.customer(), new SessionRef(ref))) {
            // It may have ended by itself a moment ago: what was wanted is so.
            return Answer.seeOther(PATH);
        }
        return pages.done(call, PATH, "done.sessionEnded");
    }

    private Account account(Viewer viewer) {
        return Credentials.own(accounts, viewer);
    }

    private Answer password(Viewer viewer, Call call, int status, @Nullable Mistake mistake) {
        Account account = account(viewer);
        return pages.page(
                call,
                status,
                "account/password",
                new PasswordView(account.email().value(), account.password() != null, mistake));
    }

    private Answer changePassword(Viewer viewer, Call call) {
        account(viewer);
        Optional<Mistake> mistake = credentials.changePassword(call, viewer, Forms.text(call, "password"));
        return mistake.isPresent()
                ? password(viewer, call, WRONG, mistake.get())
                : pages.done(call, PATH, "done.passwordChanged");
    }

    private Answer email(Viewer viewer, Call call) {
        Optional<Errand> errand = emailChange.errand(call, viewer);
        return email(
                viewer,
                call,
                200,
                errand.isPresent(),
                errand.map(known -> known.email().value()).orElse(""),
                null);
    }

    private Answer email(
            Viewer viewer, Call call, int status, boolean mailed, String typed, @Nullable Mistake mistake) {
        String present = account(viewer).email().value();
        return pages.page(call, status, "account/email", new EmailView(mailed, present, typed, mistake));
    }

    private Answer startEmail(Viewer viewer, Call call) {
        account(viewer);
        Optional<MailAddress> email = Forms.email(call);
        Optional<Mistake> mistake =
                email.isEmpty() ? Optional.of(Mistake.EMAIL) : emailChange.start(call, viewer, email.get());
        return mistake.isPresent()
                ? email(viewer, call, WRONG, false, Forms.again(call, "email"), mistake.get())
                : Answer.seeOther(PATH + "/email");
    }

    private Answer finishEmail(Viewer viewer, Call call) {
        Optional<Errand> errand = emailChange.errandToFinish(call, viewer);
        if (errand.isEmpty()) {
            return email(viewer, call, WRONG, false, "", Mistake.CODE_GONE);
        }
        Optional<Mistake> mistake = emailChange.finish(call, viewer, errand.get(), Forms.text(call, "code"));
        if (mistake.isEmpty()) {
            return pages.done(call, PATH, "done.emailChanged");
        }
        boolean again = mistake.get() == Mistake.CODE_WRONG;
        return email(viewer, call, WRONG, again, errand.get().email().value(), mistake.get());
    }

    private Answer addPasskey(Viewer viewer, Call call) {
        PasskeyForm form = call.json(PasskeyForm.class);
        SignInPages.requireDone(
                credentials.addPasskey(call, viewer, form.passkey(), PasskeyNames.of(call, form.name())));
        // The page it leads to says what was done.
        pages.done(call, PATH, "done.passkeyAdded");
        return Answer.json(Map.of("next", PATH));
    }

    private Answer askRemovePasskey(Viewer viewer, Call call) {
        Passkey passkey = call.queryParameter("passkey")
                .flatMap(fingerprint -> credentials.passkey(viewer, fingerprint))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such passkey"));
        return pages.page(call, "account/passkeyRemove", row(passkey));
    }

    private Answer removePasskey(Viewer viewer, Call call) {
        boolean removed = credentials.removePasskey(viewer, Forms.text(call, "passkey"));
        return pages.done(call, PATH, removed ? "done.passkeyRemoved" : "done.passkeyKept");
    }
}
