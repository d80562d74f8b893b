package org.simplesignin.client.dialog;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.device.CountedEvent;
import org.simplesignin.protocol.device.RegisteredApp;

/// The one place on the device that opens and closes dialogs: one at a time, for at most 15 minutes, answered by the
/// customer alone. Thread-safe.
public final class Dialogs {
    /// How long a dialog waits for the customer (specification §2).
    public static final Duration TIME_OUT = Duration.ofMinutes(15);

    /// How long a dialog must have been seen before it can be answered with consequences (OWASP ASVS 5.0, 2.4.2): a
    /// press that was meant for what stood there before grants nothing.
    public static final Duration GUARD = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Presenter presenter;
    private final MonotonicTime time;
    private final RandomGenerator random;
    private final Tally tally;
    private final Set<Slot> underWay = new HashSet<>();
    private @Nullable Showing showing;
    private boolean shutDown;

    private record Slot(AppId app, DialogKind kind) {}

    /// What became of a press.
    public enum Verdict {
        /// It ended the dialog.
        TAKEN,
        /// It came before the customer can have read the dialog.
        TOO_EARLY,
        /// The dialog is no longer open.
        GONE,
        /// The dialog does not offer this.
        NOT_OFFERED
    }

    /// Makes one; nothing is shown yet.
    public Dialogs(Presenter presenter, MonotonicTime time, RandomGenerator random, Tally tally) {
        this.presenter = presenter;
        this.time = time;
        this.random = random;
        this.tally = tally;
    }

    private static final class Showing {
        final Dialog dialog;
        final CompletableFuture<Ending> ending = new CompletableFuture<>();
        MonotonicTime.@Nullable Alarm timeOut;
        MonotonicTime.@Nullable Alarm look;

        @Nullable
        Duration paintedAt;

        Showing(Dialog dialog) {
            this.dialog = dialog;
        }

        AppId app() {
            return new AppId(dialog.app().app());
        }
    }

    /// Begins a request, before anything is asked of anybody.
    ///
    /// @return empty where the same app has a request of this kind under way: a duplicate
    public Optional<Turn> begin(AppId app, DialogKind kind) {
        Slot slot = new Slot(app, kind);
        synchronized (this) {
            return underWay.add(slot) ? Optional.of(new Turn(slot)) : Optional.empty();
        }
    }

    /// A request that is under way. Closing it makes room for the next.
    public final class Turn implements AutoCloseable {
        private final Slot slot;
        private boolean withdrawn;

        private Turn(Slot slot) {
            this.slot = slot;
        }

        /// Shows the dialog and waits for its end.
        ///
        /// @param stillWanted looked at in the moment of opening: whether the same customer and app are in
        /// front
        /// @return empty where it cannot be shown: another dialog is open, or nobody would see it
        public Optional<Ending> ask(
                Customer customer, RegisteredApp app, Dialog.Content content, BooleanSupplier stillWanted) {
            Showing next = new Showing(new Dialog(DialogId.generate(random), customer, app, content));
            if (!slot.equals(new Slot(next.app(), content.kind()))) {
                throw new IllegalArgumentException("the dialog is not the one that was begun");
            }
            synchronized (Dialogs.this) {
                if (withdrawn || shutDown || !stillWanted.getAsBoolean()) {
                    return Optional.of(Ending.Unanswered.CLOSED);
                }
                if (showing != null || !presenter.attentive()) {
                    return Optional.empty();
                }
                showing = next;
                next.timeOut = time.in(TIME_OUT, () -> end(next, Ending.Unanswered.TIMED_OUT));
                lookLater(next);
                presenter.opened(next.dialog, Dialogs.this);
            }
            return Optional.of(next.ending.join());
        }

        /// Takes the request back: an open dialog closes, and none opens any more.
        public void withdraw() {
            Showing mine;
            synchronized (Dialogs.this) {
                withdrawn = true;
                mine = showing != null && slot.equals(new Slot(showing.app(), showing.dialog.kind())) ? showing : null;
            }
            if (mine != null) {
                end(mine, Ending.Unanswered.CLOSED);
            }
        }

        @Override
        public void close() {
            synchronized (Dialogs.this) {
                underWay.remove(slot);
            }
        }
    }

    /// Returns the open dialog, or empty.
    public synchronized Optional<Dialog> open() {
        return Optional.ofNullable(showing).map(open -> open.dialog);
    }

    /// The dialog has been painted. Told again after the screen was covered or changed its size: the guard starts
    /// anew.
    ///
    /// @return whether the dialog is open
    public boolean painted(DialogId id) {
        Showing first = null;
        synchronized (this) {
            Showing open = showing;
            if (open == null || !open.dialog.id().equals(id)) {
                return false;
            }
            if (open.paintedAt == null) {
                first = open;
            }
            open.paintedAt = time.now();
        }
        if (first != null) {
            count(
                    first,
                    switch (first.dialog.kind()) {
                        case CONSENT -> CountedEvent.CONSENT_SHOWN;
                        case SELECTION -> CountedEvent.SELECTION_SHOWN;
                    });
        }
        return true;
    }

    /// The customer pressed something.
    ///
    /// @param pressed never [Ending.Unanswered]: that is decided here
    public Verdict press(DialogId id, Ending pressed) {
        Showing open;
        synchronized (this) {
            open = showing;
            if (open == null || !open.dialog.id().equals(id)) {
                return Verdict.GONE;
            }
            if (!offers(open.dialog.content(), pressed)) {
                return Verdict.NOT_OFFERED;
            }
            if (isGrant(pressed) && !isSeen(open)) {
                return Verdict.TOO_EARLY;
            }
        }
        return end(open, pressed) ? Verdict.TAKEN : Verdict.GONE;
    }

    /// Closes this dialog, if it is the one that is open.
    public void close(DialogId id) {
        Showing open;
        synchronized (this) {
            open = showing;
        }
        if (open != null && open.dialog.id().equals(id)) {
            end(open, Ending.Unanswered.CLOSED);
        }
    }

    /// Closes the open dialog, if there is one: somebody else or something else is in front now.
    public void closeOpen() {
        Showing open;
        synchronized (this) {
            open = showing;
        }
        if (open != null) {
            end(open, Ending.Unanswered.CLOSED);
        }
    }

    /// Closes the open dialog and opens none any more.
    public void shutDown() {
        synchronized (this) {
            shutDown = true;
        }
        closeOpen();
    }

    private static boolean offers(Dialog.Content content, Ending pressed) {
        return switch (content) {
            case Dialog.Consent ignored -> pressed == Ending.Pressed.ALLOWED || pressed == Ending.Pressed.DECLINED;
            case Dialog.Selection selection ->
                switch (pressed) {
                    case Ending.Selected chosen -> selection.offers(chosen.link());
                    case Ending.Pressed simple -> simple == Ending.Pressed.MANUAL || simple == Ending.Pressed.DISMISSED;
                    case Ending.Unanswered ignored -> false;
                };
        };
    }

    private static boolean isGrant(Ending pressed) {
        return pressed == Ending.Pressed.ALLOWED || pressed instanceof Ending.Selected;
    }

    private boolean isSeen(Showing open) {
        return open.paintedAt != null && time.now().compareTo(open.paintedAt.plus(GUARD)) >= 0;
    }

    private boolean end(Showing ended, Ending ending) {
        synchronized (this) {
            if (showing != ended) {
                return false;
            }
            showing = null;
            cancel(ended.timeOut);
            cancel(ended.look);
            presenter.closed(ended.dialog.id());
        }
        // A dialog that nobody saw was not answered by anybody.
        if (ended.paintedAt != null) {
            count(ended, counted(ended.dialog.kind(), ending));
        }
        ended.ending.complete(ending);
        return true;
    }

    private static void cancel(MonotonicTime.@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    // A shell that crashed shows nothing: its dialog must not hold the app for the rest of the 15 minutes.
    private void lookLater(Showing open) {
        open.look = time.in(LOOK, () -> {
            if (!presenter.attentive()) {
                end(open, Ending.Unanswered.CLOSED);
                return;
            }
            synchronized (this) {
                if (showing == open) {
                    lookLater(open);
                }
            }
        });
    }

    private void count(Showing shown, CountedEvent event) {
        tally.count(shown.dialog.customer().id(), shown.app(), event);
    }

    private static CountedEvent counted(DialogKind kind, Ending ending) {
        return switch (ending) {
            case Ending.Selected ignored -> CountedEvent.SELECTION_CHOSEN;
            case Ending.Pressed.ALLOWED -> CountedEvent.CONSENT_ALLOWED;
            case Ending.Pressed.DECLINED -> CountedEvent.CONSENT_DECLINED;
            case Ending.Pressed.MANUAL -> CountedEvent.SELECTION_MANUAL;
            case Ending.Pressed.DISMISSED -> CountedEvent.SELECTION_DISMISSED;
            case Ending.Unanswered.TIMED_OUT ->
                kind == DialogKind.CONSENT ? CountedEvent.CONSENT_TIMED_OUT : CountedEvent.SELECTION_TIMED_OUT;
            case Ending.Unanswered.CLOSED ->
                kind == DialogKind.CONSENT ? CountedEvent.CONSENT_TIMED_OUT : CountedEvent.SELECTION_DISMISSED;
        };
    }
}
