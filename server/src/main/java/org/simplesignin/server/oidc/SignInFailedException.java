package org.simplesignin.server.oidc;

/// Thrown where somebody does not come back from the provider signed in. It holds nothing that was received.
final class SignInFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why; it goes into the log.
    enum Reason {
        /// The browser has no attempt under way, or an old one, or another one: perhaps somebody else's link
        /// was followed.
        NO_ATTEMPT,
        /// The person said no, or the provider did.
        REFUSED,
        /// The provider does not answer, or not in time, or too much.
        UNREACHABLE,
        /// The provider's metadata or keys are not what they must be.
        BAD_METADATA,
        /// The answer names another issuer (RFC 9207).
        WRONG_ISSUER,
        /// The authorization code was not exchanged.
        CODE_REFUSED,
        /// The ID token's signature is not that of the provider, or its algorithm is not allowed.
        BAD_SIGNATURE,
        /// The ID token is for somebody else, for another attempt, or not of this time.
        BAD_CLAIMS,
        /// Credentials were wanted anew, and the provider does not say that it asked for them.
        NOT_ASKED_AGAIN,
        /// Another person came back than the one who was asked to sign in again.
        OTHER_PERSON
    }

    private final Reason reason;

    SignInFailedException(Reason reason) {
        super("Signing in at the provider failed: " + reason, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
