/**
 * Link tokens and SSI tokens: how they are issued and verified, and the keys for it (specification §4).
 *
 * <p>A partner backend uses three types: {@link org.simplesignin.tokens.LinkTokenKeys} (its own secret keys),
 * {@link org.simplesignin.tokens.LinkTokenIssuer} (makes what the app hands to {@code linkUserAccount}) and
 * {@link org.simplesignin.tokens.SsiTokenVerifier} (decides whether an SSI token may sign somebody in). The server uses
 * {@link org.simplesignin.tokens.AppKeyPair} and {@link org.simplesignin.tokens.SsiTokenIssuer}.
 *
 * <p>Everything here is immutable and safe for use by many threads, unless its documentation says otherwise. Time comes
 * from a {@link java.time.Clock}, randomness from a {@link java.security.SecureRandom} that the caller may replace. What a
 * token says is reachable only through {@link org.simplesignin.tokens.VerifiedSsiToken}, which only the verifier makes.
 * Secrets print as {@code [redacted]}; a call that hands one out asks for
 * {@link org.simplesignin.tokens.InsecureSecretAccess}, so that one search finds them all.
 *
 * <p>Formats, order of checks and test vectors: {@code docs/tokens.md}.
 */
@NullMarked
package org.simplesignin.tokens;

import org.jspecify.annotations.NullMarked;
