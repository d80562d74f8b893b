package org.simplesignin.client.presenter;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.DeviceState;
import org.simplesignin.client.dialog.Dialog;
import org.simplesignin.client.dialog.DialogId;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Ending;
import org.simplesignin.client.dialog.Presenter;

/// Shows the open dialog on a screen of the maker's own. Thread-safe.
public final class ScreenPresenter implements Presenter {
    private static final System.Logger LOG = System.getLogger(ScreenPresenter.class.getName());

    private final DialogScreen screen;
    private final Device device;
    private final Map<DialogId, Thread> asking = new ConcurrentHashMap<>();

    /// Makes one for this screen.
    public ScreenPresenter(DialogScreen screen, Device device) {
        this.screen = screen;
        this.device = device;
    }

    @Override
    public boolean attentive() {
        return screen.attentive();
    }

    @Override
    public void opened(Dialog dialog, Dialogs dialogs) {
        Thread thread = Thread.ofVirtual().name("dialog").unstarted(() -> ask(dialog, dialogs));
        asking.put(dialog.id(), thread);
        thread.start();
    }

    @Override
    public void closed(DialogId id) {
        Thread thread = asking.remove(id);
        // Not the thread whose answer it was: it still has to count it, and files end under an interrupt.
        if (thread != null && !thread.equals(Thread.currentThread())) {
            thread.interrupt();
        }
    }

    private void ask(Dialog dialog, Dialogs dialogs) {
        try {
            boolean open = true;
            while (open) {
                Ending answer = show(dialog, () -> dialogs.painted(dialog.id()));
                open = switch (dialogs.press(dialog.id(), answer)) {
                    case TAKEN, GONE -> false;
                    case TOO_EARLY -> true;
                    case NOT_OFFERED -> throw new IllegalStateException("the dialog does not offer this");
                };
            }
        } catch (InterruptedException e) {
            // Over otherwise, and known to everybody; or the screen has given up.
            dialogs.close(dialog.id());
        } catch (RuntimeException e) {
            // Its message may hold what was to be shown.
            LOG.log(
                    Level.ERROR,
                    "a dialog could not be shown: {0}",
                    e.getClass().getName());
            dialogs.close(dialog.id());
        }
    }

    private Ending show(Dialog dialog, Runnable painted) throws InterruptedException {
        DeviceState settings = device.state();
        Asker asker = Asker.of(dialog, settings.language());
        return switch (dialog.content()) {
            case Dialog.Consent consent ->
                screen.showConsent(
                        new ConsentQuestion(
                                asker,
                                names(List.of(consent.loginName()), settings).getFirst()),
                        painted);
            case Dialog.Selection selection ->
                screen.showSelection(new SelectionQuestion(asker, choices(selection.accounts(), settings)), painted);
        };
    }

    private static List<SelectionQuestion.Choice> choices(List<Dialog.Account> accounts, DeviceState settings) {
        List<ShownName> names =
                names(accounts.stream().map(Dialog.Account::loginName).toList(), settings);
        return IntStream.range(0, names.size())
                .mapToObj(i -> new SelectionQuestion.Choice(
                        accounts.get(i).link(), names.get(i), accounts.get(i).lastUsed()))
                .toList();
    }

    private static List<ShownName> names(List<String> loginNames, DeviceState settings) {
        return settings.hideAccountNames() ? ShownName.masked(loginNames) : ShownName.whole(loginNames);
    }
}
