package org.simplesignin.client.shell;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.DeviceState;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.dialog.Dialog;
import org.simplesignin.client.dialog.DialogId;
import org.simplesignin.client.dialog.DialogKind;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Ending;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.ProblemCode;

/// The open dialog, for the page that draws it. Thread-safe.
public final class DialogRoutes implements Routed {
    private static final int BODY_BYTES = 4096;

    private final ShellGuard guard;
    private final Dialogs dialogs;
    private final Device device;
    private final Screen screen;

    /// Makes one.
    public DialogRoutes(ShellGuard guard, Dialogs dialogs, Device device, Screen screen) {
        this.guard = guard;
        this.dialogs = dialogs;
        this.device = device;
        this.screen = screen;
    }

    /// The body of `GET /shell/dialog`.
    record ShownDialog(
            String dialogId,
            String kind,
            ShownApp app,
            ShownCustomer customer,
            String deviceForm,
            String language,
            boolean hideAccountNames,
            @Nullable String loginName,
            @Nullable List<ShownAccount> accounts) {
        @Override
        public String toString() {
            return "ShownDialog[[redacted]]";
        }
    }

    record ShownApp(String name, String publisher, @Nullable String icon) {}

    record ShownCustomer(String displayName) {}

    record ShownAccount(String linkId, String loginName, boolean lastUsed) {
        @Override
        public String toString() {
            return "ShownAccount[[redacted]]";
        }
    }

    record OutcomeRequest(String outcome, @Nullable String linkId) {
        OutcomeRequest {
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    @Override
    public void routing(Routes routes) {
        routes.get("/shell/dialog", guard.guarded(this::open))
                .post("/shell/dialog/{dialogId}/painted", guard.guarded(this::painted))
                .post("/shell/dialog/{dialogId}/outcome", guard.guarded(this::outcome));
    }

    private void open(Exchange exchange, PathParameters parameters) {
        Dialog dialog = dialogs.open().orElse(null);
        if (dialog == null) {
            Answers.empty(exchange);
        } else {
            Answers.json(exchange, shown(dialog));
        }
    }

    private ShownDialog shown(Dialog dialog) {
        DeviceState settings = device.state();
        return new ShownDialog(
                dialog.id().value(),
                dialog.kind().wireName(),
                new ShownApp(dialog.app().name(), dialog.app().publisher(), StateRoutes.iconUrl(dialog.app())),
                new ShownCustomer(dialog.customer().displayName()),
                screen.form().wireName(),
                settings.language(),
                settings.hideAccountNames(),
                dialog.content() instanceof Dialog.Consent consent ? consent.loginName() : null,
                dialog.content() instanceof Dialog.Selection selection ? shown(selection.accounts()) : null);
    }

    private static List<ShownAccount> shown(List<Dialog.Account> accounts) {
        return accounts.stream()
                .map(account -> new ShownAccount(account.link().value(), account.loginName(), account.lastUsed()))
                .toList();
    }

    private void painted(Exchange exchange, PathParameters parameters) {
        if (!dialogs.painted(id(parameters))) {
            throw gone();
        }
        Answers.empty(exchange);
    }

    private void outcome(Exchange exchange, PathParameters parameters) {
        OutcomeRequest told = Requests.json(exchange, OutcomeRequest.class, BODY_BYTES);
        DialogId id = id(parameters);
        DialogKind kind = dialogs.open()
                .filter(open -> open.id().equals(id))
                .map(Dialog::kind)
                .orElseThrow(DialogRoutes::gone);
        switch (dialogs.press(id, ending(told, kind))) {
            case TAKEN -> Answers.empty(exchange);
            case GONE -> throw gone();
            case TOO_EARLY -> throw new Refused(409, "too_early", "Nobody can have read the dialog yet");
            case NOT_OFFERED -> throw notOffered();
        }
    }

    private static Ending ending(OutcomeRequest told, DialogKind kind) {
        if ((told.linkId() != null) != told.outcome().equals("selected")) {
            throw notOffered();
        }
        return switch (told.outcome()) {
            case "allowed" -> Ending.Pressed.ALLOWED;
            case "declined" -> Ending.Pressed.DECLINED;
            case "manual" -> Ending.Pressed.MANUAL;
            // Back counts as declined where consent is asked (specification §2).
            case "dismissed" -> kind == DialogKind.CONSENT ? Ending.Pressed.DECLINED : Ending.Pressed.DISMISSED;
            case "selected" -> selected(told.linkId());
            default -> throw notOffered();
        };
    }

    private static Ending selected(@Nullable String linkId) {
        if (linkId == null || !Limits.isRandomId(linkId)) {
            throw notOffered();
        }
        return new Ending.Selected(new LinkId(linkId));
    }

    private static DialogId id(PathParameters parameters) {
        return new DialogId(parameters.get("dialogId"));
    }

    private static Refused gone() {
        return new Refused(409, "dialog_closed", "The dialog is no longer open");
    }

    private static Refused notOffered() {
        return Refused.of(ProblemCode.MALFORMED_REQUEST, "the open dialog does not offer this");
    }
}
