package org.simplesignin.server.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Finds a row by something personal (an e-mail address, the operator's name for a customer) without storing it: the
/// column holds HMAC-SHA-256 of it, under a secret of this server. Thread-safe.
///
/// Equal texts give equal values, so whoever has the secret can test a guess; without it the values say nothing. A
/// caller brings the text into its one form first (case, white space).
public final class LookupIndex {
    /// The name under which the secret is stored.
    static final String SECRET_NAME = "lookup-index";

    private final KeyedHash hash;

    private LookupIndex(KeyedHash hash) {
        this.hash = hash;
    }

    /// Opens the stored secret, or makes it at the first start.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException where it does not open under the
    /// wrapping keys
    public static LookupIndex open(ServerSecrets secrets, WrappingKeys wrappingKeys, SecureRandom random) {
        return new LookupIndex(KeyedHash.underServerSecret(SECRET_NAME, secrets, wrappingKeys, random));
    }

    /// Returns the 32 bytes for this text; for another purpose the same text has others.
    public byte[] of(String purpose, String text) {
        return hash.of(purpose.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "LookupIndex[redacted]";
    }
}
