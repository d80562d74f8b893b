package org.simplesignin.server.passkey;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a browser sends after it used a passkey; each is base64url.
///
/// @param credentialId `rawId`
/// @param clientData `response.clientDataJSON`
/// @param authenticatorData `response.authenticatorData`
/// @param signature `response.signature`
/// @param userHandle `response.userHandle`; must be there where anybody may sign in
public record UsedPasskey(
        String credentialId,
        String clientData,
        String authenticatorData,
        String signature,
        @Nullable String userHandle) {
    /// Refuses absent mandatory members with a [NullPointerException].
    public UsedPasskey {
        Objects.requireNonNull(credentialId, "credentialId");
        Objects.requireNonNull(clientData, "clientData");
        Objects.requireNonNull(authenticatorData, "authenticatorData");
        Objects.requireNonNull(signature, "signature");
    }

    @Override
    public String toString() {
        return "UsedPasskey[redacted]";
    }
}
