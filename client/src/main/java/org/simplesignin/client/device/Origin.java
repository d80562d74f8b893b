package org.simplesignin.client.device;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The origin of a web page as browsers write it in `Origin` (RFC 6454, section 6.2): `scheme://host[:port]`, in lower
/// case, the scheme's own port left out. Plain `http` is only for hosts of this machine.
///
/// @param value the serialization
public record Origin(String value) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|([a-z0-9-]+\\.)+localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /// Refuses what is not the exact serialization of an origin.
    public Origin {
        if (!of(value).filter(value::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "not an origin such as https://app.example or http://tv-1.localhost:8603");
        }
    }

    /// Returns the origin, or empty where this is not the exact serialization of one.
    public static Optional<Origin> parse(String value) {
        return of(value).filter(value::equals).map(Origin::new);
    }

    /// Returns the origin of a URL, or empty where it has none that may be used here.
    public static Optional<Origin> ofUrl(String url) {
        return of(url).map(Origin::new);
    }

    /// Returns whether the host of a URL is this machine.
    public static boolean isLoopback(URI url) {
        String host = url.getHost();
        return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static Optional<String> of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        boolean http = scheme.equalsIgnoreCase("http");
        if (!(http && isLoopback(uri)) && !scheme.equalsIgnoreCase("https")) {
            return Optional.empty();
        }
        int ownPort = http ? 80 : 443;
        String port = uri.getPort() == -1 || uri.getPort() == ownPort ? "" : ":" + uri.getPort();
        return Optional.of((scheme + "://" + host).toLowerCase(Locale.ROOT) + port);
    }

    @Override
    public String toString() {
        return value;
    }
}
