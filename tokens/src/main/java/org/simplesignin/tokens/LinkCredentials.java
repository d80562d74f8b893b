package org.simplesignin.tokens;

import java.util.Objects;

/**
 * What a partner backend hands to its app for {@code linkUserAccount}: the link token with its schema, and the link signing
 * key, encrypted for the app's key.
 *
 * @param linkToken the link token, at most 8192 characters
 * @param linkTokenSchema always {@link TokenSchema#LINK_TOKEN}
 * @param linkSigningKey Base64 of the RSA-OAEP ciphertext, at most 1024 characters; only the server can open it
 */
public record LinkCredentials(String linkToken, String linkTokenSchema, String linkSigningKey) {
    public LinkCredentials {
        Objects.requireNonNull(linkToken, "linkToken");
        Objects.requireNonNull(linkTokenSchema, "linkTokenSchema");
        Objects.requireNonNull(linkSigningKey, "linkSigningKey");
    }

    /** Returns a text without the token and without the key. */
    @Override
    public String toString() {
        return "LinkCredentials[redacted]";
    }
}
