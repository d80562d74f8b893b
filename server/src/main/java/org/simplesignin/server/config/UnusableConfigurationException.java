package org.simplesignin.server.config;

import org.jspecify.annotations.Nullable;

/// Thrown at the start where the server cannot serve as it is configured. The message is one line for the operator that
/// says what to do, and shows no secret.
public final class UnusableConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Makes one for this line.
    public UnusableConfigurationException(String message) {
        super(message);
    }

    /// Makes one for this line, with what was met.
    public UnusableConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
