package org.simplesignin.client.call;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.DeviceState.UsedLink;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.dialog.Dialog;
import org.simplesignin.client.dialog.Dialog.Account;
import org.simplesignin.client.dialog.DialogKind;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Ending;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.AppRequest.ShowLoginSelection;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.UserSelection;
import org.simplesignin.protocol.device.StartSelectionAnswer;
import org.simplesignin.protocol.device.StartSelectionRequest;

/// `showLoginSelection`: the server says whether these links may be offered, the customer chooses. The number of login
/// names and their form have been checked. Thread-safe.
public final class SelectionCall {
    private static final System.Logger LOG = System.getLogger(SelectionCall.class.getName());

    private final Device device;
    private final Dialogs dialogs;
    private final Foreground foreground;
    private final MonotonicTime time;

    /// Makes one.
    public SelectionCall(Device device, Dialogs dialogs, Foreground foreground, MonotonicTime time) {
        this.device = device;
        this.dialogs = dialogs;
        this.foreground = foreground;
        this.time = time;
    }

    AppResponse answer(Caller caller, Audience audience, ShowLoginSelection request, Withdrawal withdrawal) {
        if (!foreground.isInFront(caller)) {
            return unprocessed(RequestStatus.FAILURE);
        }
        Optional<LinkId> lastUsed = device.state().lastUsed(audience.customer().id(), caller.id());
        List<Account> accounts = Arguments.accounts(request, lastUsed).orElse(List.of());
        Optional<Dialogs.Turn> begun = dialogs.begin(caller.id(), DialogKind.SELECTION);
        if (begun.isEmpty()) {
            return unprocessed(RequestStatus.DUPLICATE_REQUEST);
        }
        try (Dialogs.Turn turn = begun.get()) {
            withdrawal.onWithdrawn(turn::withdraw);
            return choose(caller, audience, accounts, turn);
        }
    }

    private ShowLoginSelectionResponse choose(
            Caller caller, Audience audience, List<Account> accounts, Dialogs.Turn turn) {
        List<String> links =
                accounts.stream().map(account -> account.link().value()).toList();
        StartSelectionAnswer told = Outcomes.orElse(
                audience.session()
                        .startSelection(
                                new StartSelectionRequest(caller.app().app(), links),
                                Deadline.after(Calls.PATIENCE, time)),
                StartSelectionAnswer::new);
        if (told.requestStatus() != RequestStatus.SUCCESSFUL) {
            return unprocessed(told.requestStatus());
        }
        Ending ending = turn.ask(
                        audience.customer(),
                        caller.app(),
                        new Dialog.Selection(accounts),
                        () -> audience.isStillThere() && foreground.isInFront(caller))
                .orElse(null);
        return ending == null ? unprocessed(RequestStatus.FAILURE) : chosen(caller, audience, ending);
    }

    private ShowLoginSelectionResponse chosen(Caller caller, Audience audience, Ending ending) {
        // A choice is the customer's who was asked; for somebody else it is none.
        if (!audience.isStillThere()) {
            return processed(null, UserSelection.NOT_APPLICABLE);
        }
        return switch (ending) {
            case Ending.Selected selected -> {
                remember(new UsedLink(audience.customer().id(), caller.id(), selected.link()));
                yield processed(selected.link(), UserSelection.LOGIN_SELECTED);
            }
            case Ending.Pressed.MANUAL -> processed(null, UserSelection.MANUAL_SIGN_IN);
            case Ending.Pressed.DISMISSED, Ending.Pressed.ALLOWED, Ending.Pressed.DECLINED ->
                processed(null, UserSelection.NOT_APPLICABLE);
            case Ending.Unanswered ignored -> processed(null, UserSelection.NOT_APPLICABLE);
        };
    }

    // The next dialog starts there; a full disk must not cost the customer this sign-in.
    private void remember(UsedLink choice) {
        try {
            device.update(state -> state.customer(choice.customer()).isPresent() ? state.with(choice) : state);
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, "the last choice could not be remembered: free some space on the disk", e);
        }
    }

    private static ShowLoginSelectionResponse processed(@Nullable LinkId link, UserSelection selection) {
        return new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, link == null ? null : link.value(), selection);
    }

    private static ShowLoginSelectionResponse unprocessed(RequestStatus status) {
        return new ShowLoginSelectionResponse(status, null, UserSelection.NOT_APPLICABLE);
    }
}
