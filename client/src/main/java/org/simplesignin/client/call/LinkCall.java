package org.simplesignin.client.call;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.simplesignin.client.dialog.Dialog;
import org.simplesignin.client.dialog.DialogKind;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Ending;
import org.simplesignin.client.dialog.LoginNames;
import org.simplesignin.client.session.Answer;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Session;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;

/// `linkUserAccount`: the server first, so that nobody is asked in vain, then the customer, then the server again. Its
/// arguments have been checked. Thread-safe.
public final class LinkCall {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Dialogs dialogs;
    private final Foreground foreground;
    private final MonotonicTime time;

    /// Makes one.
    public LinkCall(Dialogs dialogs, Foreground foreground, MonotonicTime time) {
        this.dialogs = dialogs;
        this.foreground = foreground;
        this.time = time;
    }

    AppResponse answer(Caller caller, Audience audience, LinkUserAccountRequest request, Withdrawal withdrawal) {
        if (!foreground.isInFront(caller)) {
            return unprocessed(RequestStatus.FAILURE);
        }
        Optional<Dialogs.Turn> begun = dialogs.begin(caller.id(), DialogKind.CONSENT);
        if (begun.isEmpty()) {
            return unprocessed(RequestStatus.DUPLICATE_REQUEST);
        }
        try (Dialogs.Turn turn = begun.get()) {
            withdrawal.onWithdrawn(turn::withdraw);
            return start(caller, audience, request, turn);
        }
    }

    private LinkUserAccountResponse start(
            Caller caller, Audience audience, LinkUserAccountRequest request, Dialogs.Turn turn) {
        StartLinkRequest start = new StartLinkRequest(
                caller.app().app(),
                request.identityProviderName(),
                request.partnerUserId(),
                request.linkToken(),
                request.linkSigningKey());
        Answer<StartLinkAnswer> started = audience.session().startLink(start, Deadline.after(Calls.PATIENCE, time));
        StartLinkAnswer told = Outcomes.orElse(started, status -> StartLinkAnswer.done(unprocessed(status)));
        String linkId = told.linkId();
        if (linkId == null) {
            return forAudience(audience, Objects.requireNonNull(told.response()));
        }
        Dialog.Consent consent = new Dialog.Consent(LoginNames.clean(request.userLoginName()));
        Optional<Ending> ending = turn.ask(
                audience.customer(),
                caller.app(),
                consent,
                () -> audience.isStillThere() && foreground.isInFront(caller));
        return ending.map(how -> finish(audience, new Finish(linkId, start), how))
                .orElseGet(() -> unprocessed(RequestStatus.FAILURE));
    }

    private record Finish(String linkId, StartLinkRequest start) {
        FinishLinkRequest with(Consent consent) {
            return new FinishLinkRequest(linkId, consent, start);
        }
    }

    private LinkUserAccountResponse finish(Audience audience, Finish finish, Ending ending) {
        return switch (ending) {
            case Ending.Pressed.ALLOWED -> allowed(audience, finish);
            case Ending.Pressed.DECLINED, Ending.Pressed.DISMISSED, Ending.Pressed.MANUAL -> declined(audience, finish);
            case Ending.Selected ignored -> unanswered(audience, finish);
            case Ending.Unanswered ignored -> unanswered(audience, finish);
        };
    }

    private LinkUserAccountResponse allowed(Audience audience, Finish finish) {
        LinkUserAccountResponse told =
                Outcomes.orElse(tell(audience.session(), finish.with(Consent.ALLOWED)), LinkCall::unprocessed);
        return forAudience(audience, told);
    }

    // A link is the customer's who was there; whoever sits there now learns nothing of it.
    private static LinkUserAccountResponse forAudience(Audience audience, LinkUserAccountResponse told) {
        return told.requestStatus() != RequestStatus.SUCCESSFUL || audience.isStillThere()
                ? told
                : unprocessed(RequestStatus.FAILURE);
    }

    // The customer's no stands, whether or not the server can be told: it holds nothing of this link before a yes. What
    // is lost with the server away is one of the three declines that it counts.
    private LinkUserAccountResponse declined(Audience audience, Finish finish) {
        LinkUserAccountResponse no =
                new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, null, LinkAccountSuccessCode.CONSENT_DENIED);
        return Outcomes.orElse(tell(audience.session(), finish.with(Consent.DECLINED)), status -> no);
    }

    private LinkUserAccountResponse unanswered(Audience audience, Finish finish) {
        // In the background: the app may be gone, and may ask again before a slow server has heard of it.
        time.in(Duration.ZERO, () -> {
            audience.session().finishLink(finish.with(Consent.TIMED_OUT), Deadline.after(Calls.PATIENCE, time));
        });
        return unprocessed(RequestStatus.FAILURE);
    }

    // Repeating is safe, the server goes by the linkId; so a server that restarts in between still hears of the
    // consent.
    private Answer<LinkUserAccountResponse> tell(Session session, FinishLinkRequest request) {
        Deadline deadline = Deadline.after(Calls.PATIENCE, time);
        Answer<LinkUserAccountResponse> told = session.finishLink(request, deadline);
        while (told instanceof Away && deadline.left().compareTo(PAUSE) > 0) {
            CompletableFuture<Boolean> pause = new CompletableFuture<>();
            time.in(PAUSE, () -> pause.complete(true));
            pause.join();
            told = session.finishLink(request, deadline);
        }
        return told;
    }

    private static LinkUserAccountResponse unprocessed(RequestStatus status) {
        return new LinkUserAccountResponse(status, null, LinkAccountSuccessCode.NOT_APPLICABLE);
    }
}
