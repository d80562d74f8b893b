package org.simplesignin.demo;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// HTTP to a part of the demo under its own host name. It connects to 127.0.0.1 and names the host, because not every
/// system resolves names below `localhost` for programs as browsers do. Not thread-safe.
final class PartHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final URI origin;
    private final WebClient client;

    /// An answer.
    ///
    /// @param location where it sends on to, or empty
    /// @param cookies the `Set-Cookie` headers
    record Reply(int status, String location, List<String> cookies, String body) {}

    /// @param origin of the part, as browsers name it
    PartHttp(String origin) {
        this.origin = URI.create(origin);
        this.client = WebClient.builder()
                .baseUri("http://127.0.0.1:" + this.origin.getPort())
                .followRedirects(false)
                .sendExpectContinue(false)
                .connectTimeout(PATIENCE)
                .readTimeout(PATIENCE)
                .build();
    }

    Reply send(String method, String path, Map<String, String> headers, String mediaType, String body) {
        var request = client.method(Method.create(method))
                .uri(URI.create("http://127.0.0.1:" + origin.getPort() + path))
                .header(HeaderNames.HOST, origin.getAuthority())
                .header(HeaderNames.ORIGIN, origin.toString());
        headers.forEach((name, value) -> request.header(HeaderNames.create(name), value));
        if (!mediaType.isEmpty()) {
            request.header(HeaderNames.CONTENT_TYPE, mediaType);
        }
        try (HttpClientResponse response = body.isEmpty() ? request.request() : request.submit(body)) {
            var answer = response.headers();
            return new Reply(
                    response.status().code(),
                    answer.first(HeaderNames.LOCATION).orElse(""),
                    answer.contains(HeaderNames.SET_COOKIE)
                            ? answer.get(HeaderNames.SET_COOKIE).allValues()
                            : List.of(),
                    response.entity().hasEntity() ? response.as(String.class) : "");
        }
    }
}
