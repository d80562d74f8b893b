package org.simplesignin.protocol;

/** A metric event that an app reports (specification §2). */
public enum SSIEvent {
    /** The customer was signed in with an SSI token. */
    LOGIN_SUCCESS,

    /** Sign-in with an SSI token failed; a failure reason is mandatory. */
    LOGIN_FAILURE,

    /** The customer preferred to sign in by hand. */
    MANUAL_SIGNIN_SELECTED
}
