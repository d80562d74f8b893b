package org.simplesignin.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// HTTP to a part of the demo under its own host name. It connects to 127.0.0.1 and names the host, because not every
/// system resolves names below `localhost` for programs as browsers do. Thread-safe.
final class PartHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .proxy(new EveryHostIsHere())
            .build();

    private final String origin;

    /// An answer.
    ///
    /// @param location where it sends on to, or empty
    /// @param cookies the `Set-Cookie` headers
    record Reply(int status, String location, List<String> cookies, String body) {}

    /// @param origin of the part, as browsers name it
    PartHttp(String origin) {
        this.origin = origin;
    }

    /// Sends a request and returns the answer.
    ///
    /// @param mediaType of the body; empty where there is none
    /// @throws DemoException where the part does not answer
    Reply send(String method, String path, Map<String, String> headers, String mediaType, String body)
            throws DemoException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(PATIENCE)
                .header("Origin", origin)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (!mediaType.isEmpty()) {
            request.header("Content-Type", mediaType);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse(""),
                    response.headers().allValues("Set-Cookie"),
                    response.body());
        } catch (IOException e) {
            throw new DemoException(origin + " does not answer: the logs in the data directory say why", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("the demo was stopped while it started", e);
        }
    }

    /// The JDK's client lets nobody set `Host`, but it resolves no name for which there is a proxy: it connects to the
    /// proxy and sends the whole URL, which every server must understand (RFC 9112 §3.2.2). So each part is its own
    /// proxy.
    private static final class EveryHostIsHere extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            InetAddress here = InetAddress.ofLiteral("127.0.0.1");
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(here, uri.getPort())));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // Whoever asked is told.
        }
    }
}
