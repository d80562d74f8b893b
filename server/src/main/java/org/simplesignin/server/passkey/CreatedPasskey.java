package org.simplesignin.server.passkey;

import java.util.Objects;

/// What a browser sends after it made a passkey; each is base64url.
///
/// @param clientData `response.clientDataJSON`
/// @param attestationObject `response.attestationObject`
public record CreatedPasskey(String clientData, String attestationObject) {
    /// Refuses absent members with a [NullPointerException].
    public CreatedPasskey {
        Objects.requireNonNull(clientData, "clientData");
        Objects.requireNonNull(attestationObject, "attestationObject");
    }

    @Override
    public String toString() {
        return "CreatedPasskey[redacted]";
    }
}
