package org.simplesignin.server.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.simplesignin.server.page.Next;
import org.simplesignin.server.time.Term;

/// A browser on its way to the provider and back. State, nonce and PKCE verifier are three hashes of one random seed,
/// which only this browser has, sealed: none can be known from another.
///
/// @param seed 32 random bytes in base64url
/// @param again whether the person is asked for credentials anew although signed in
record Attempt(String seed, Instant startedAt, Next next, boolean again) {
    /// How long a person may take.
    static final Duration LIFE = Duration.ofMinutes(10);

    Attempt {
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(next, "next");
        if (!seed.matches("[A-Za-z0-9_-]{43}")) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
    }

    /// Returns what the answer must bring back (RFC 6749 §10.12).
    String state() {
        return derived("state");
    }

    /// Returns what the ID token must hold (OpenID Connect Core 1.0 §15.5.2).
    String nonce() {
        return derived("nonce");
    }

    /// Returns what proves that code and browser belong together (RFC 7636 §4.1).
    String codeVerifier() {
        return derived("verifier");
    }

    boolean isUnderWay(Instant now) {
        return Term.strict(LIFE, now).isOn(startedAt.plus(LIFE));
    }

    private String derived(String use) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((use + ":").getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(sha256.digest(seed.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Attempt[redacted]";
    }
}
