package org.simplesignin.server.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.simplesignin.server.oidc.SignInFailedException.Reason;

/// Talks to the provider: over TLS only, without following redirects, with every size and time bounded. Thread-safe.
final class ProviderHttp implements AutoCloseable {
    /// The most bytes of an answer.
    static final int MOST_BYTES = 256 * 1024;

    private static final Duration CONNECT_TIME = Duration.ofSeconds(3);

    private final ProviderSettings settings;
    private final Duration time;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIME)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /// @param time for a whole request, from the connection to the last byte
    ProviderHttp(ProviderSettings settings, Duration time) {
        this.settings = settings;
        this.time = time;
    }

    /// What came back.
    record Fetched(int status, String mediaType, String body) {}

    Fetched get(URI uri) throws SignInFailedException {
        return send(HttpRequest.newBuilder(requireOwn(uri)).header("Accept", "application/json"));
    }

    Fetched postForm(URI uri, String form, String authorization) throws SignInFailedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(requireOwn(uri))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.US_ASCII));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request);
    }

    /// The provider's own words lead here, so they are checked again at each use.
    private URI requireOwn(URI uri) throws SignInFailedException {
        if (!settings.mayBeAt(uri)) {
            throw new SignInFailedException(Reason.BAD_METADATA);
        }
        return uri;
    }

    private Fetched send(HttpRequest.Builder request) throws SignInFailedException {
        // The limit is there for whoever goes on and on, the time for whoever sends a byte a minute.
        CompletableFuture<HttpResponse<String>> under = http.sendAsync(
                request.timeout(time).build(),
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
        try {
            HttpResponse<String> response = under.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return new Fetched(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new SignInFailedException(Reason.UNREACHABLE);
            }
            throw new IllegalStateException("the provider could not be asked", e);
        } catch (TimeoutException e) {
            under.cancel(true);
            throw new SignInFailedException(Reason.UNREACHABLE);
        } catch (InterruptedException e) {
            under.cancel(true);
            Thread.currentThread().interrupt();
            throw new SignInFailedException(Reason.UNREACHABLE);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
