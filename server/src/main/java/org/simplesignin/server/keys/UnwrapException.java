package org.simplesignin.server.keys;

/// Thrown where a wrapped secret does not open: it was changed, stands in another row, or its wrapping key is missing.
public final class UnwrapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnwrapException(String message) {
        super(message);
    }
}
