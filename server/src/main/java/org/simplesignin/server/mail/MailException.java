package org.simplesignin.server.mail;

/// Thrown where a mail was not taken.
public final class MailException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /// Makes one.
    ///
    /// @param what what happened, without address and content; the cause's own text may hold them, so there is none
    /// @param retryable whether the same mail may be taken later
    public MailException(String what, boolean retryable) {
        super(what);
        this.retryable = retryable;
    }

    /// Returns whether the same mail may be taken later.
    public boolean retryable() {
        return retryable;
    }
}
