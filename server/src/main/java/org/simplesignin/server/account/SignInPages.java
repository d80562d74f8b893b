package org.simplesignin.server.account;

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
import org.simplesignin.server.page.Next;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.passkey.Passkeys;
import org.simplesignin.server.passkey.UsedPasskey;
import org.simplesignin.server.session.CustomerSessions;

/// The pages `/sign-in`, `/sign-in/again` and `/sign-out`. With a password they are plain forms; with a passkey the
/// script of the page asks for options and sends the answer, both as JSON.
final class SignInPages {
    private static final int WRONG = 422;

    private final Pages pages;
    private final SignIn signIn;
    private final CustomerSessions sessions;
    private final Accounts accounts;
    private final Passkeys passkeys;
    private final @Nullable OtherWay otherWay;

    SignInPages(
            Pages pages,
            SignIn signIn,
            CustomerSessions sessions,
            Accounts accounts,
            Passkeys passkeys,
            @Nullable OtherWay otherWay) {
        this.pages = pages;
        this.signIn = signIn;
        this.sessions = sessions;
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.otherWay = otherWay;
    }

    /// What the template of `/sign-in` shows.
    ///
    /// @param after `?next=…` for the links to other pages, or empty
    /// @param other the operator's own provider, or null where there is none
    record View(
            String email,
            Next next,
            String after,
            @Nullable OtherWay other,
            @Nullable Mistake mistake) {
        /// Whether credentials of ours are taken.
        public boolean here() {
            return other == null || !other.only();
        }
    }

    /// What the template of `/sign-in/again` shows.
    ///
    /// @param other the operator's own provider, for who has no account with us, else null
    record AgainView(
            @Nullable String email,
            boolean password,
            boolean passkey,
            Next next,
            @Nullable OtherWay other,
            @Nullable Mistake mistake) {}

    /// What the script sends.
    record PasskeyForm(UsedPasskey passkey, @Nullable String next) {
        PasskeyForm {
            Objects.requireNonNull(passkey, "passkey");
        }
    }

    void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/sign-in", guard.open(this::form));
        if (otherWay == null || !otherWay.only()) {
            routes.add("POST", "/sign-in", guard.open(this::password));
            routes.add("POST", "/sign-in/passkey/options", guard.open(call -> Answer.json(signIn.startPasskey(call))));
            routes.add("POST", "/sign-in/passkey", guard.open(this::passkey));
        }
        routes.add("GET", "/sign-in/again", guard.signedIn((viewer, call) -> again(viewer, call, 200, null)));
        routes.add("POST", "/sign-in/again", guard.signedIn(this::passwordAgain));
        routes.add(
                "POST",
                "/sign-in/again/passkey/options",
                guard.signedIn((viewer, call) -> Answer.json(signIn.startPasskeyAgain(call, viewer))));
        routes.add("POST", "/sign-in/again/passkey", guard.signedIn(this::passkeyAgain));
        routes.add("GET", "/sign-out", guard.signedIn((viewer, call) -> pages.page(call, "account/signOut", "")));
        routes.add("POST", "/sign-out", guard.signedIn((viewer, call) -> {
            sessions.signOut(call, viewer);
            return pages.done(call, "/sign-in", "done.signedOut");
        }));
    }

    private Answer form(Call call) {
        Next next = Forms.next(call);
        return sessions.viewer(call).isPresent() ? Answer.seeOther(next.path()) : page(call, 200, "", next, null);
    }

    private Answer password(Call call) {
        Next next = Forms.next(call);
        Optional<MailAddress> email = Forms.email(call);
        Optional<Mistake> mistake = email.isEmpty()
                ? Optional.of(Mistake.EMAIL)
                : signIn.withPassword(call, email.get(), Forms.text(call, "password"));
        return mistake.isPresent()
                ? page(call, WRONG, Forms.again(call, "email"), next, mistake.get())
                : Answer.seeOther(next.path());
    }

    private Answer page(Call call, int status, String email, Next next, @Nullable Mistake mistake) {
        String after = next.after("");
        return pages.page(call, status, "account/signIn", new View(email, next, after, otherWay, mistake));
    }

    private Answer passkey(Call call) {
        PasskeyForm form = call.json(PasskeyForm.class);
        requireDone(signIn.withPasskey(call, form.passkey()));
        return next(form.next());
    }

    private Answer again(Viewer viewer, Call call, int status, @Nullable Mistake mistake) {
        Optional<Account> account = accounts.account(viewer.customer());
        return pages.page(
                call,
                status,
                "account/signInAgain",
                new AgainView(
                        account.map(known -> known.email().value()).orElse(null),
                        account.filter(known -> known.password() != null).isPresent(),
                        !passkeys.ofCustomer(viewer.customer()).isEmpty(),
                        Forms.next(call),
                        account.isPresent() ? null : otherWay,
                        mistake));
    }

    private Answer passwordAgain(Viewer viewer, Call call) {
        Optional<Mistake> mistake = signIn.againWithPassword(call, viewer, Forms.text(call, "password"));
        return mistake.isPresent()
                ? again(viewer, call, WRONG, mistake.get())
                : Answer.seeOther(Forms.next(call).path());
    }

    private Answer passkeyAgain(Viewer viewer, Call call) {
        PasskeyForm form = call.json(PasskeyForm.class);
        requireDone(signIn.againWithPasskey(call, viewer, form.passkey()));
        return next(form.next());
    }

    static Answer next(@Nullable String sent) {
        return Answer.json(Map.of("next", Next.parse(Optional.ofNullable(sent)).path()));
    }

    static void requireDone(boolean done) {
        if (!done) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "The passkey was not accepted: try again");
        }
    }
}
