package org.simplesignin.server.keys;

/// Thrown where something of a customer is to be sealed or opened and there is no key: it was shredded, because the
/// customer was deleted, or was never made.
public final class CustomerGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Makes one; it names nobody.
    public CustomerGoneException() {
        super("There is no key for this customer: it was shredded or never made");
    }
}
