package org.simplesignin.server.passkey;

import java.util.List;

/// What a browser is asked to sign: `PublicKeyCredentialRequestOptionsJSON` of WebAuthn §5.1.9.
///
/// @param allowCredentials the passkeys of the customer who is asked again; empty where anybody may sign in
public record UseOptions(
        String challenge,
        long timeout,
        String rpId,
        List<CreationOptions.Descriptor> allowCredentials,
        String userVerification) {}
