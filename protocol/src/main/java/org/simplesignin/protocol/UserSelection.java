package org.simplesignin.protocol;

/** What the customer chose in the login selection dialog (specification §2). */
public enum UserSelection {
    /** A linked account was chosen. */
    LOGIN_SELECTED,

    /** The customer wants to sign in with a different account. */
    MANUAL_SIGN_IN,

    /** No choice: dismissed, timed out or not processed. */
    NOT_APPLICABLE
}
