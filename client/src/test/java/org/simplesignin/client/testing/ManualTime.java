package org.simplesignin.client.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.simplesignin.client.time.MonotonicTime;

/// Time that passes only when a test says so. Tasks that become due run one after the other, each to its end.
public final class ManualTime implements MonotonicTime {
    private final List<Pending> pending = new ArrayList<>();
    private Duration now = Duration.ofHours(1);

    private record Pending(Duration at, Runnable task) {}

    @Override
    public synchronized Duration now() {
        return now;
    }

    @Override
    public Alarm in(Duration delay, Runnable task) {
        if (delay.isZero()) {
            Thread.ofVirtual().start(task);
            return () -> {};
        }
        Pending added;
        synchronized (this) {
            added = new Pending(now.plus(delay), task);
            pending.add(added);
        }
        return () -> {
            synchronized (this) {
                pending.remove(added);
            }
        };
    }

    /// Lets time pass.
    public void advance(Duration span) {
        Duration end;
        synchronized (this) {
            end = now.plus(span);
        }
        while (true) {
            Optional<Pending> due;
            synchronized (this) {
                due = pending.stream()
                        .filter(one -> one.at().compareTo(end) <= 0)
                        .min(Comparator.comparing(Pending::at));
                if (due.isEmpty()) {
                    now = end;
                    return;
                }
                pending.remove(due.get());
                now = due.get().at();
            }
            due.get().task().run();
        }
    }
}
