package org.simplesignin.protocol.device;

/** What came of the consent dialog. */
public enum Consent {
    /** The customer pressed Allow. */
    ALLOWED,
    /** The customer pressed Not now or Back. */
    DECLINED,
    /** Nobody answered in time, or the app took its request back. */
    TIMED_OUT
}
