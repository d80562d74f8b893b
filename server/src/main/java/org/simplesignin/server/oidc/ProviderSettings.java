package org.simplesignin.server.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/// What the operator settles of the provider. Prints without the secret.
///
/// @param issuer its issuer identifier, exactly as its tokens name it
/// @param clientId what it knows this server by
/// @param clientSecret what this server proves that with
/// @param name what customers know it by, for "Continue with …"
/// @param only whether people sign in there and nowhere else
public record ProviderSettings(String issuer, String clientId, String clientSecret, String name, boolean only) {
    /// Refuses an issuer that is not as OpenID Connect Discovery 1.0 §2 has it.
    public ProviderSettings {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(name, "name");
        if (!isIssuer(issuer)) {
            throw new IllegalArgumentException("the issuer must be an https URL without query and fragment");
        }
    }

    static boolean isIssuer(String issuer) {
        try {
            URI uri = new URI(issuer);
            return isSafe(uri) && uri.getQuery() == null && uri.getFragment() == null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// Returns whether this may be an endpoint of the provider. One that is elsewhere must not send this server to
    /// whatever listens on its own loopback address.
    boolean mayBeAt(URI uri) {
        return isSafe(uri) && ("https".equals(uri.getScheme()) || issuer.startsWith("http:"));
    }

    /// Returns whether nobody on the way can read or change what goes there: https, or a loopback address.
    private static boolean isSafe(URI uri) {
        String host = uri.getHost();
        if (host == null) {
            return false;
        }
        boolean loopback = host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]");
        return "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback);
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + issuer + ", redacted]";
    }
}
