package org.simplesignin.client.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.simplesignin.client.device.Origin;

/// Where the server is.
///
/// @param url `https://host[:port][/path]` without a slash at the end; `http` only to this machine
public record ServerUrl(URI url) {
    /// Refuses everything over which a token must not travel.
    public ServerUrl {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean https = scheme.equals("https");
        boolean local = scheme.equals("http") && Origin.isLoopback(url);
        if (url.getHost() == null || !(https || local)) {
            throw new IllegalArgumentException("the server's URL must start with https://, or be on this machine");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("the server's URL must have no user, query or fragment");
        }
    }

    /// Returns the URL that this text is.
    ///
    /// @throws IllegalArgumentException where it is not one over which a token may travel
    public static ServerUrl parse(String text) {
        try {
            return new ServerUrl(new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the server's URL is not a URL", e);
        }
    }

    URI path(String path) {
        return URI.create(url + path);
    }
}
