package org.simplesignin.server.account;

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
import org.simplesignin.server.passkey.CreatedPasskey;
import org.simplesignin.server.session.CustomerSessions;

/// The page `/sign-up`: which of its three steps it shows is decided by the errand of the browser.
final class SignUpPages {
    private static final String PATH = "/sign-up";
    private static final int WRONG = 422;

    private final Pages pages;
    private final SignUp signUp;
    private final CustomerSessions sessions;

    SignUpPages(Pages pages, SignUp signUp, CustomerSessions sessions) {
        this.pages = pages;
        this.signUp = signUp;
        this.sessions = sessions;
    }

    /// Which step the page shows.
    enum Step {
        EMAIL,
        CODE,
        ACCOUNT
    }

    /// What the template shows.
    record View(
            Step step,
            String email,
            String name,
            Next next,
            String after,
            @Nullable Mistake mistake) {}

    /// What the script asks with.
    record NameForm(String name) {
        NameForm {
            Objects.requireNonNull(name, "name");
        }
    }

    /// What the script sends.
    record PasskeyForm(String name, CreatedPasskey passkey) {
        PasskeyForm {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(passkey, "passkey");
        }
    }

    void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", PATH, guard.open(this::form));
        routes.add("POST", PATH, guard.open(this::email));
        routes.add("POST", PATH + "/restart", guard.open(call -> {
            signUp.restart(call);
            return Answer.seeOther(Forms.next(call).after(PATH));
        }));
        routes.add("POST", PATH + "/code", guard.open(this::code));
        routes.add("POST", PATH + "/account", guard.open(this::account));
        routes.add("POST", PATH + "/passkey/options", guard.open(this::passkeyOptions));
        routes.add("POST", PATH + "/passkey", guard.open(this::passkey));
    }

    private Answer form(Call call) {
        Next next = Forms.next(call);
        if (sessions.viewer(call).isPresent()) {
            return Answer.seeOther(next.path());
        }
        Optional<Errand> errand = signUp.errand(call);
        return errand.isEmpty() ? emailStep(call, 200, "", next, null) : step(call, 200, errand.get(), "", null);
    }

    private Answer email(Call call) {
        Next next = Forms.next(call);
        Optional<MailAddress> email = Forms.email(call);
        if (email.isEmpty()) {
            return emailStep(call, WRONG, Forms.again(call, "email"), next, Mistake.EMAIL);
        }
        signUp.start(call, email.get(), next);
        return Answer.seeOther(PATH);
    }

    private Answer code(Call call) {
        Optional<Errand> errand = signUp.errand(call);
        if (errand.isEmpty()) {
            return emailStep(call, WRONG, "", Forms.next(call), Mistake.CODE_GONE);
        }
        Optional<Mistake> mistake = signUp.tryCode(call, errand.get(), Forms.text(call, "code"));
        return mistake.isEmpty() ? Answer.seeOther(PATH) : wrong(call, errand.get(), "", mistake.get());
    }

    private Answer account(Call call) {
        Optional<Errand> errand = signUp.errand(call).filter(signUp::isVerified).or(() -> signUp.finished(call));
        if (errand.isEmpty()) {
            return emailStep(call, WRONG, "", Forms.next(call), Mistake.CODE_GONE);
        }
        Optional<DisplayName> name = DisplayName.parse(Forms.text(call, "name"));
        Optional<Mistake> mistake = name.isEmpty()
                ? Optional.of(Mistake.NAME)
                : signUp.finish(call, errand.get(), name.get(), Forms.text(call, "password"));
        return mistake.isEmpty()
                ? Answer.seeOther(errand.get().next().path())
                : wrong(call, errand.get(), Forms.again(call, "name"), mistake.get());
    }

    private Answer passkeyOptions(Call call) {
        DisplayName name = name(call.json(NameForm.class).name());
        return Answer.json(signUp.startPasskey(call, verified(call), name));
    }

    private Answer passkey(Call call) {
        PasskeyForm form = call.json(PasskeyForm.class);
        Errand errand = verified(call);
        Optional<Mistake> mistake =
                signUp.finish(call, errand, name(form.name()), form.passkey(), PasskeyNames.of(call, null));
        SignInPages.requireDone(mistake.isEmpty());
        return SignInPages.next(errand.next().path());
    }

    private static DisplayName name(String typed) {
        return DisplayName.parse(typed)
                .orElseThrow(
                        () -> RefusedException.malformed("name must have 1 to " + DisplayName.CHARS + " characters"));
    }

    private Errand verified(Call call) {
        return signUp.errand(call)
                .filter(signUp::isVerified)
                .orElseThrow(() -> new RefusedException(ProblemCode.FORBIDDEN, "Type the mailed code first"));
    }

    private Answer wrong(Call call, Errand errand, String name, Mistake mistake) {
        // A code that is no more leads back to where one asks for another.
        return mistake == Mistake.CODE_GONE || signUp.finished(call).isPresent()
                ? emailStep(call, WRONG, errand.email().value(), errand.next(), mistake)
                : step(call, WRONG, errand, name, mistake);
    }

    private Answer step(Call call, int status, Errand errand, String name, @Nullable Mistake mistake) {
        Step step = signUp.isVerified(errand) ? Step.ACCOUNT : Step.CODE;
        return page(call, status, new View(step, errand.email().value(), name, errand.next(), "", mistake));
    }

    private Answer emailStep(Call call, int status, String email, Next next, @Nullable Mistake mistake) {
        return page(call, status, new View(Step.EMAIL, email, "", next, next.after(""), mistake));
    }

    private Answer page(Call call, int status, View view) {
        return pages.page(call, status, "account/signUp", view);
    }
}
