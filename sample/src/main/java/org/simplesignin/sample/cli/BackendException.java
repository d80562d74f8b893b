package org.simplesignin.sample.cli;

/// The backend refused, or could not be reached.
final class BackendException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int UNREACHABLE = 0;

    private final int status;

    BackendException(int status, String whatToDo) {
        super(whatToDo);
        this.status = status;
    }

    BackendException(Throwable cause) {
        super("the backend cannot be reached: try again later", cause);
        this.status = UNREACHABLE;
    }

    /// Returns the HTTP status, or 0 where the backend could not be reached.
    int status() {
        return status;
    }
}
