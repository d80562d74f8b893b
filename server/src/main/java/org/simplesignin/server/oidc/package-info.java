/// Signing in at the operator's own OpenID Connect provider: authorization code flow with PKCE (OpenID Connect Core 1.0
/// §3.1, RFC 7636, RFC 9700). Owns the provider's settings, what is fetched from it (discovery, keys), the checks of
/// its ID tokens, the attempt that a browser has under way, and who of its subjects is which customer.
///
/// A customer is found by issuer and subject and by nothing else, above all not by an e-mail address (T4). What it
/// means to be signed in lives in `session`; the sign-in page with its "Continue with …" in `account`.
///
/// Routes: `GET /sign-in/oidc` sends the browser to the provider, `GET /sign-in/oidc/callback` takes it back.
@NullMarked
package org.simplesignin.server.oidc;

import org.jspecify.annotations.NullMarked;
