package org.simplesignin.server.passkey;

import java.util.List;

/// What a browser is asked to make: `PublicKeyCredentialCreationOptionsJSON` of WebAuthn §5.1.8.
///
/// @param challenge 32 random bytes, base64url, as all bytes here
/// @param timeout in milliseconds
/// @param excludeCredentials the passkeys that the customer has: none of their authenticators makes a second one
public record CreationOptions(
        RelyingParty rp,
        User user,
        String challenge,
        List<Algorithm> pubKeyCredParams,
        long timeout,
        List<Descriptor> excludeCredentials,
        Selection authenticatorSelection,
        String attestation) {
    /// Who asks.
    public record RelyingParty(String id, String name) {}

    /// For whom.
    ///
    /// @param id the user handle: it leads to nobody outside of this server
    public record User(String id, String name, String displayName) {
        @Override
        public String toString() {
            return "User[redacted]";
        }
    }

    /// A kind of key, by its COSE number.
    public record Algorithm(String type, long alg) {}

    /// A passkey.
    public record Descriptor(String type, String id) {}

    /// Which authenticators will do.
    public record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}
}
