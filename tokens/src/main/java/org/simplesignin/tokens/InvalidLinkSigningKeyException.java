package org.simplesignin.tokens;

import java.util.Objects;

/** The link signing key that came with a link request cannot be used. The two reasons are those of specification §2. */
public final class InvalidLinkSigningKeyException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why; the names are those of the {@code RequestStatus} that the app is told. */
    public enum Reason {
        /** It does not decrypt under this app key: not Base64, another app's key, another padding, damaged. */
        INVALID_LINK_SIGNING_KEY_ENCRYPTION,
        /** It decrypts, but what comes out is not a usable P-256 private key in PKCS#8 form. */
        INVALID_LINK_SIGNING_KEY
    }

    private final Reason reason;

    InvalidLinkSigningKeyException(Reason reason) {
        super("The link signing key was refused: " + reason);
        this.reason = Objects.requireNonNull(reason);
    }

    /** Returns why the key was refused. */
    public Reason reason() {
        return reason;
    }
}
