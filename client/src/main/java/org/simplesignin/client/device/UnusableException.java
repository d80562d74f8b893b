package org.simplesignin.client.device;

/// Thrown where the client cannot start with what it was given. The text is one line that says what to do.
public final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Makes one.
    public UnusableException(String whatToDo) {
        super(whatToDo);
    }

    /// Makes one with its cause.
    public UnusableException(String whatToDo, Throwable cause) {
        super(whatToDo, cause);
    }
}
