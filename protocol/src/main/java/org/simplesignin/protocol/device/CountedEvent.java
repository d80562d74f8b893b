package org.simplesignin.protocol.device;

/** What the client itself counts on the device; kept apart from what apps report (specification §7). */
public enum CountedEvent {
    /** The consent dialog was painted. */
    CONSENT_SHOWN,
    /** The customer pressed Allow. */
    CONSENT_ALLOWED,
    /** The customer pressed Not now or Back. */
    CONSENT_DECLINED,
    /** Nobody answered the consent dialog in time. */
    CONSENT_TIMED_OUT,
    /** The login selection dialog was painted. */
    SELECTION_SHOWN,
    /** A linked account was chosen. */
    SELECTION_CHOSEN,
    /** The customer preferred a different account. */
    SELECTION_MANUAL,
    /** The customer left the dialog. */
    SELECTION_DISMISSED,
    /** Nobody answered the login selection dialog in time. */
    SELECTION_TIMED_OUT
}
