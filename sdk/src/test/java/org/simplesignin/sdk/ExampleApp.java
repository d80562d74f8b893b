package org.simplesignin.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.UserSelection;

/// The app of docs/integrate-java.md; the demo's tests see that the page quotes it.
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a report
final class ExampleApp {
    /// The app's own server, as its developer has it already, and what Simple Sign-In adds to it.
    interface Backend {
        List<LoginNameValue> loginNames(List<Link> links);

        void signInWithSsiToken(Token ssiToken) throws RefusedException;

        LinkUserAccountRequest linkToken(String amazonUserId);
    }

    /// What the app's server said instead of signing in.
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final FailureReason reason;

        RefusedException(FailureReason reason) {
            super(reason.name());
            this.reason = reason;
        }
    }

    private final Backend backend;

    ExampleApp(Backend backend) {
        this.backend = backend;
    }

    /** At launch: offers the linked accounts. Completes with whether somebody is signed in; if not, show your own sign-in. */
    CompletableFuture<Boolean> signIn() {
        return SimpleSignInService.getUserAndLinks("sample-video").thenCompose(user -> {
            List<Link> links = user.links();
            if (links == null || links.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            return SimpleSignInService.showLoginSelection(backend.loginNames(links))
                    .thenApply(choice -> {
                        if (choice.userSelection() == UserSelection.MANUAL_SIGN_IN) {
                            report(SSIEvent.MANUAL_SIGNIN_SELECTED, null);
                        }
                        Optional<Link> chosen = links.stream()
                                .filter(link -> link.linkId().equals(choice.linkId()))
                                .findFirst();
                        return chosen.isPresent() && signIn(chosen.get());
                    });
        });
    }

    private boolean signIn(Link link) {
        try {
            backend.signInWithSsiToken(link.ssiToken());
            report(SSIEvent.LOGIN_SUCCESS, null);
            return true;
        } catch (RefusedException e) {
            report(SSIEvent.LOGIN_FAILURE, e.reason);
            return false;
        }
    }

    /** After a sign-in by hand, and at the first launch after the upgrade: offers to link the account. */
    CompletableFuture<LinkAccountSuccessCode> link() {
        return SimpleSignInService.getUserAndLinks("sample-video")
                .thenCompose(user -> user.amazonUserId() == null
                        ? CompletableFuture.completedFuture(LinkAccountSuccessCode.NOT_APPLICABLE)
                        : SimpleSignInService.linkUserAccount(backend.linkToken(user.amazonUserId()))
                                .thenApply(LinkUserAccountResponse::successCode));
    }

    private static void report(SSIEvent event, @Nullable FailureReason reason) {
        String now = Long.toString(System.currentTimeMillis());
        SimpleSignInService.recordMetricEvent(new SSIEventRequest(event, now, reason));
    }

    void withAnotherTimeOut() {
        SimpleSignInService.configure(SimpleSignInConfiguration.ofProcess().withCallTimeout(Duration.ofSeconds(5)));
    }
}
