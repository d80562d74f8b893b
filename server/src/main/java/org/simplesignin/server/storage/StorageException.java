package org.simplesignin.server.storage;

import org.jspecify.annotations.Nullable;

/// Thrown where the storage engine fails. The text holds no stored value.
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /// Makes one; `retryable` says that the same call may succeed a moment later (busy, queue full, shutting down).
    public StorageException(String message, @Nullable Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /// Returns whether the same call may succeed a moment later.
    public boolean retryable() {
        return retryable;
    }
}
