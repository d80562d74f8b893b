package org.simplesignin.protocol;

/** The outcome of a call as the app sees it (specification §2). Anything but {@link #SUCCESSFUL} sends the app to its own sign-in. */
public enum RequestStatus {
    /** The request was processed. A declined consent is a success too. */
    SUCCESSFUL,

    /** An error that a retry will not cure. */
    FAILURE,

    /** A passing error: a time-out, the server out of reach or overloaded. */
    RETRYABLE_FAILURE,

    /** This device cannot do it: no client running, client too old, device not registered. */
    NOT_SUPPORTED,

    /** Supported, but suppressed by a rule: app blocked, child profile, guest mode, consent cool-down. */
    NOT_AVAILABLE,

    /** The same app has a request of the same kind under way on this device. */
    DUPLICATE_REQUEST,

    /** The customer turned it off for the account, this device or this app. */
    FEATURE_TURNED_OFF,

    /** The link signing key does not decrypt under any active key of the app. */
    INVALID_LINK_SIGNING_KEY_ENCRYPTION,

    /** The link signing key decrypts, but is not a usable EC P-256 private key. */
    INVALID_LINK_SIGNING_KEY
}
