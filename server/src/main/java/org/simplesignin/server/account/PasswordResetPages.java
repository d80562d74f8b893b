package org.simplesignin.server.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;

/// The page `/password-reset`: first the address, then the mailed code with a new password.
final class PasswordResetPages {
    private static final String PATH = "/password-reset";
    private static final int WRONG = 422;

    private final Pages pages;
    private final PasswordReset reset;

    PasswordResetPages(Pages pages, PasswordReset reset) {
        this.pages = pages;
        this.reset = reset;
    }

    /// What the template shows.
    ///
    /// @param mailed whether a code is on its way
    record View(boolean mailed, String email, @Nullable Mistake mistake) {}

    void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", PATH, guard.open(this::form));
        routes.add("POST", PATH, guard.open(this::email));
        routes.add("POST", PATH + "/restart", guard.open(call -> {
            reset.restart(call);
            return Answer.seeOther(PATH);
        }));
        routes.add("POST", PATH + "/password", guard.open(this::password));
    }

    private Answer form(Call call) {
        Optional<Errand> errand = reset.errand(call);
        return page(
                call,
                200,
                new View(
                        errand.isPresent(),
                        errand.map(known -> known.email().value()).orElse(""),
                        null));
    }

    private Answer email(Call call) {
        Optional<MailAddress> email = Forms.email(call);
        if (email.isEmpty()) {
            return page(call, WRONG, new View(false, Forms.again(call, "email"), Mistake.EMAIL));
        }
        reset.start(call, email.get());
        return Answer.seeOther(PATH);
    }

    private Answer password(Call call) {
        Optional<Errand> errand = reset.errandToFinish(call);
        if (errand.isEmpty()) {
            return page(call, WRONG, new View(false, "", Mistake.CODE_GONE));
        }
        Optional<Mistake> mistake =
                reset.finish(call, errand.get(), Forms.text(call, "code"), Forms.text(call, "password"));
        if (mistake.isEmpty()) {
            return pages.done(call, "/account", "done.passwordReset");
        }
        boolean again = mistake.get() != Mistake.CODE_GONE;
        return page(call, WRONG, new View(again, errand.get().email().value(), mistake.get()));
    }

    private Answer page(Call call, int status, View view) {
        return pages.page(call, status, "account/passwordReset", view);
    }
}
