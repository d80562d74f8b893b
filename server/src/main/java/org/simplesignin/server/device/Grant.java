package org.simplesignin.server.device;

import java.util.Map;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.id.KeyThumbprint;

/// One kind of grant at the token endpoint: it turns a secret, presented with proof of a key, into a session.
public interface Grant {
    /// Returns the name of the form parameter that holds the secret.
    String secretParameter();

    /// Returns the tokens.
    ///
    /// @param secret 1 to 256 characters
    /// @param form all parameters
    /// @param key whose possession the proof shows
    /// @param spendProof to be run once the secret is known, before anything is changed; refuses a replayed proof
    /// @throws org.simplesignin.server.http.RefusedException with the code of RFC 6749 §5.2 or RFC 8628 §3.5
    TokenAnswer token(String secret, Map<String, String> form, KeyThumbprint key, Runnable spendProof);
}
