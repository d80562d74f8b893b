package org.simplesignin.http;

/// Thrown where a request turns out to be none that the listener takes while its body is read. The connection
/// is closed after the answer, because nobody knows where the next request would begin.
public final class RefusedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedRequestException(int status) {
        // A refusal is an answer, not a fault: nobody reads its stack trace, and an attacker can ask for many.
        super("refused with " + status, null, false, false);
        this.status = status;
    }

    /// Returns the status to answer: 400 for a body that is not framed as its headers say, 413 for one that is
    /// too large, 503 where too many others are at work.
    public int status() {
        return status;
    }
}
