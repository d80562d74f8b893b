package org.simplesignin.client.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Whether the server answered last time. It counts as away until it has answered once. Thread-safe.
public final class Reachability {
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

    /// Makes one that has heard nothing yet.
    public Reachability() {}

    /// Adds a listener, told of changes only.
    public void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /// Returns whether the server answered last time.
    public boolean isReachable() {
        return reachable.get();
    }

    void heard(boolean answered) {
        if (reachable.getAndSet(answered) != answered) {
            listeners.forEach(listener -> listener.accept(answered));
        }
    }
}
