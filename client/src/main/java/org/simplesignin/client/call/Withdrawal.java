package org.simplesignin.client.call;

import org.jspecify.annotations.Nullable;

/// Lets an app take back a request that is under way, by closing its connection. Thread-safe.
public final class Withdrawal {
    private @Nullable Runnable action;
    private boolean withdrawn;

    /// Says what to do when the app withdraws; does it at once where it has.
    synchronized void onWithdrawn(Runnable next) {
        action = next;
        if (withdrawn) {
            next.run();
        }
    }

    /// The app is gone. May be called more than once.
    public synchronized void withdraw() {
        if (!withdrawn) {
            withdrawn = true;
            if (action != null) {
                action.run();
            }
        }
    }

    synchronized boolean isWithdrawn() {
        return withdrawn;
    }
}
