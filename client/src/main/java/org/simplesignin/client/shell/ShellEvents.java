package org.simplesignin.client.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.dialog.Dialog;
import org.simplesignin.client.dialog.DialogId;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Presenter;
import org.simplesignin.client.time.MonotonicTime;

/// What the open shell pages are told, in order, by long polling. It draws dialogs by telling the pages of them.
/// Thread-safe.
public final class ShellEvents implements Presenter {
    /// How long a poll waits for an event.
    static final Duration LONGEST_POLL = Duration.ofSeconds(25);

    private static final int MOST_KEPT = 256;
    private static final int MOST_WAITING = 32;

    private final ShellSessions pages;
    private final MonotonicTime time;
    private final ArrayDeque<Numbered> kept = new ArrayDeque<>();
    private final List<Poll> waiting = new ArrayList<>();
    private long last;

    /// An event as the pages read it.
    record Event(
            String type,
            @Nullable String dialogId,
            @Nullable String kind) {}

    /// @param next to ask with the next time
    record News(long next, List<Event> events) {}

    private record Numbered(long number, Event event) {}

    private static final class Poll {
        final CompletableFuture<Boolean> woken = new CompletableFuture<>();

        void wake() {
            woken.complete(true);
        }
    }

    /// Makes one for these pages.
    public ShellEvents(ShellSessions pages, MonotonicTime time) {
        this.pages = pages;
        this.time = time;
    }

    @Override
    public boolean attentive() {
        return pages.attentive();
    }

    @Override
    public void opened(Dialog dialog, Dialogs dialogs) {
        publish(new Event("dialog-opened", dialog.id().value(), dialog.kind().wireName()));
    }

    @Override
    public void closed(DialogId id) {
        publish(new Event("dialog-closed", id.value(), null));
    }

    /// Something that `GET /shell/state` tells has changed.
    public void stateChanged() {
        publish(new Event("state-changed", null, null));
    }

    private void publish(Event event) {
        List<Poll> woken;
        synchronized (this) {
            last++;
            kept.add(new Numbered(last, event));
            if (kept.size() > MOST_KEPT) {
                kept.remove();
            }
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Poll::wake);
    }

    /// Returns where a page that has just read the whole state begins.
    synchronized News now() {
        return new News(last, List.of());
    }

    /// Waits for events after a number, at most 25 s; the list is empty where none came.
    News after(long number) {
        Poll poll = new Poll();
        synchronized (this) {
            News news = since(number);
            if (!news.events().isEmpty() || waiting.size() >= MOST_WAITING) {
                return news;
            }
            waiting.add(poll);
        }
        MonotonicTime.Alarm alarm = time.in(LONGEST_POLL, poll::wake);
        poll.woken.join();
        alarm.cancel();
        synchronized (this) {
            waiting.remove(poll);
            return since(number);
        }
    }

    private News since(long number) {
        boolean lost =
                number > last || (!kept.isEmpty() && number < kept.getFirst().number() - 1);
        if (lost) {
            // From before a restart, or too long ago: the page reads everything anew.
            return new News(last, List.of(new Event("state-changed", null, null)));
        }
        return new News(
                last,
                kept.stream()
                        .filter(one -> one.number() > number)
                        .map(Numbered::event)
                        .toList());
    }

    /// Ends all polls, so that the listener can stop.
    public void close() {
        stateChanged();
    }
}
