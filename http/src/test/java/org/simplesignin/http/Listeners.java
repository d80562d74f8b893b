package org.simplesignin.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.simplesignin.testing.http.RawHttp;

/// Listeners of tests, and what is said to them.
final class Listeners {
    static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private Listeners() {}

    static HttpListener start(Site site) throws IOException {
        return start(site, 100, 16, Duration.ofSeconds(20), Duration.ZERO);
    }

    static HttpListener start(Site site, int connections, int atWork, Duration patience, Duration grace)
            throws IOException {
        Duration minute = Duration.ofMinutes(1);
        ListenerBounds bounds =
                new ListenerBounds(connections, atWork, patience, minute, minute, minute, minute, grace);
        return HttpListener.start(new InetSocketAddress(HERE, 0), bounds, site);
    }

    static RawHttp connect(HttpListener listener) throws IOException {
        return RawHttp.connect(new InetSocketAddress(HERE, listener.port()));
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n";
    }

    static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
