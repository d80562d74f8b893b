package org.simplesignin.server.storage.sql;

/// Waits to the end, and keeps an interruption for whoever asks for it later: the writer must not lose a unit, and
/// closing must not leave a thread behind.
final class Uninterrupted {
    private Uninterrupted() {}

    /// A wait that may be interrupted.
    @FunctionalInterface
    interface Wait<T> {
        T call() throws InterruptedException;
    }

    /// Returns what the wait returns, however often it is interrupted.
    static <T> T call(Wait<T> wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.call();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
