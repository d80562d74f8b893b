package org.simplesignin.protocol;

/** Thrown where bytes from a peer are not the message they should be. The text never repeats what was received. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes one that says what is wrong, without the peer's bytes. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
