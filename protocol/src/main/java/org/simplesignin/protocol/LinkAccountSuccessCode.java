package org.simplesignin.protocol;

/** What a processed {@code linkUserAccount} came to (specification §2). */
public enum LinkAccountSuccessCode {
    /** The customer allowed it and the link is stored. */
    LINK_ESTABLISHED,

    /** The link was there before; nobody was asked and the stored link token stays. */
    LINK_ALREADY_EXISTS,

    /** The customer declined; link token and link signing key are discarded. */
    CONSENT_DENIED,

    /** The request was not processed: see the request status. */
    NOT_APPLICABLE
}
