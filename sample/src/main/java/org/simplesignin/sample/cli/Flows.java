package org.simplesignin.sample.cli;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.UserSelection;
import org.simplesignin.sample.api.SignedIn;
import org.simplesignin.sdk.SimpleSignInService;

/// The flows of Simple Sign-In: all that an app adds. Whatever is not `SUCCESSFUL`, the app goes on with its own
/// sign-in.
final class Flows {
    private final BackendClient backend;
    private final String identityProviderName;
    private final Clock clock;

    Flows(BackendClient backend, String identityProviderName, Clock clock) {
        this.backend = backend;
        this.identityProviderName = identityProviderName;
        this.clock = clock;
    }

    /// Offers the linked accounts. Nothing means that the app shows its own sign-in.
    Optional<SignedIn> signInWithLinkedAccount() {
        GetUserAndLinksResponse user =
                SimpleSignInService.getUserAndLinks(identityProviderName).join();
        if (user.requestStatus() != RequestStatus.SUCCESSFUL || user.links() == null) {
            return Optional.empty();
        }
        List<LoginNameValue> loginNames = loginNames(user.links());
        if (loginNames.isEmpty()) {
            return Optional.empty();
        }
        ShowLoginSelectionResponse choice =
                SimpleSignInService.showLoginSelection(loginNames).join();
        if (choice.userSelection() == UserSelection.MANUAL_SIGN_IN) {
            record(SSIEvent.MANUAL_SIGNIN_SELECTED, null);
        }
        return user.links().stream()
                .filter(link -> link.linkId().equals(choice.linkId()))
                .findAny()
                .flatMap(this::signInWith);
    }

    private Optional<SignedIn> signInWith(Link link) {
        try {
            SignedIn signedIn = backend.signInWithSsiToken(link.ssiToken());
            record(SSIEvent.LOGIN_SUCCESS, null);
            return Optional.of(signedIn);
        } catch (BackendException e) {
            record(SSIEvent.LOGIN_FAILURE, reason(e));
            return Optional.empty();
        }
    }

    /// Asks whether to link the account that is signed in. Nothing means that nobody could be asked.
    Optional<LinkAccountSuccessCode> linkAccount(String session) throws BackendException {
        GetUserAndLinksResponse user =
                SimpleSignInService.getUserAndLinks(identityProviderName).join();
        if (user.requestStatus() != RequestStatus.SUCCESSFUL || user.amazonUserId() == null) {
            return Optional.empty();
        }
        LinkUserAccountResponse response = SimpleSignInService.linkUserAccount(
                        backend.linkToken(session, user.amazonUserId()))
                .join();
        return response.requestStatus() == RequestStatus.SUCCESSFUL
                ? Optional.of(response.successCode())
                : Optional.empty();
    }

    private List<LoginNameValue> loginNames(List<Link> links) {
        try {
            return links.isEmpty() ? List.of() : backend.loginNames(links);
        } catch (BackendException e) {
            return List.of(); // then the app's own sign-in says that the backend is away
        }
    }

    /// Kept on the device and delivered later: nothing to wait for, and nothing that could fail the sign-in.
    private void record(SSIEvent event, @Nullable FailureReason reason) {
        String now = String.valueOf(clock.millis());
        SimpleSignInService.recordMetricEvent(new SSIEventRequest(event, now, reason))
                .join();
    }

    private static FailureReason reason(BackendException e) {
        return switch (e.status()) {
            case 400 -> FailureReason.BAD_REQUEST;
            case 401 -> FailureReason.UNAUTHORIZED;
            case 403 -> FailureReason.FORBIDDEN;
            case 404 -> FailureReason.NOT_FOUND;
            default -> FailureReason.INTERNAL_SERVER_ERROR;
        };
    }
}
