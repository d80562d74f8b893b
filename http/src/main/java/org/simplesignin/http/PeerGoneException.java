package org.simplesignin.http;

/// Thrown where whoever asked has gone, or was too slow and was cut off: an everyday event, not a fault.
public final class PeerGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Makes one, where a part of a streamed answer could not be sent.
    public PeerGoneException(Throwable cause) {
        super("the peer has gone", cause, false, false);
    }
}
