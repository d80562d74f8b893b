package org.simplesignin.tokens;

/**
 * Must be handed to every call that gives a secret key out of this library in the clear.
 *
 * <p>It protects nothing by itself. It makes such calls easy to find, in a review or with a text search, and hard to write by
 * accident.
 */
public enum InsecureSecretAccess {
    /** The caller knows that the result is a secret key and keeps it like one. */
    GRANTED
}
