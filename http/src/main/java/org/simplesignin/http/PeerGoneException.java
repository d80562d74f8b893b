package org.simplesignin.http;

/// Thrown where whoever asked has gone, or was too slow and was cut off: an everyday event, not a fault.
public final class PeerGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerGoneException(Throwable cause) {
        super("the peer has gone", cause, false, false);
    }
}
