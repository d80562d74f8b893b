package org.simplesignin.protocol;

/** Why a sign-in with an SSI token failed (specification §2), after the answer of the app's backend. */
public enum FailureReason {
    /** The backend refused the SSI token (401). */
    UNAUTHORIZED,

    /** The backend did not understand the request (400). */
    BAD_REQUEST,

    /** The account is gone (404). */
    NOT_FOUND,

    /** The account may not sign in (403). */
    FORBIDDEN,

    /** The backend failed (5xx) or was out of reach. */
    INTERNAL_SERVER_ERROR
}
