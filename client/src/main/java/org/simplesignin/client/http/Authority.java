package org.simplesignin.client.http;

import java.util.regex.Pattern;
import org.simplesignin.http.Exchange;

/// The one name under which this device serves: `host:port`. A page of the web can point a name of its own at 127.0.0.1
/// (DNS rebinding, design/security.md T7), but it cannot make the browser send this `Host`.
public final class Authority {
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final String host;
    private volatile int port;

    /// Makes one whose port is known once the listener has it.
    ///
    /// @throws IllegalArgumentException where this is not a host name in lower case
    public Authority(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host name in lower case: give one such as tv-1.localhost");
        }
        this.host = host;
    }

    void bound(int port) {
        this.port = port;
    }

    /// Returns `http://host:port`.
    public String origin() {
        return "http://" + host + (port == 80 ? "" : ":" + port);
    }

    /// Returns whether the request names this host and port, and does so once.
    public boolean isHostOf(Exchange exchange) {
        return exchange.header("Host")
                .filter(value -> value.equals(host + ":" + port) || (port == 80 && value.equals(host)))
                .isPresent();
    }

    /// Returns whether a page of this very origin sent the request. Browsers name the origin with every `POST`,
    /// `PUT` and `DELETE`; a `GET` to the own origin has no `Origin`, but `Sec-Fetch-Site` (Fetch Metadata, section
    /// 2).
    public boolean isOriginOf(Exchange exchange) {
        if (!exchange.headers("Origin").isEmpty()) {
            return exchange.header("Origin").filter(origin()::equals).isPresent();
        }
        return exchange.method().equals("GET")
                && exchange.header("Sec-Fetch-Site")
                        .filter("same-origin"::equals)
                        .isPresent();
    }
}
