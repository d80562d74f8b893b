package org.simplesignin.client.session;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.protocol.device.Problem;

/// Sends single requests to the server: each with a DPoP proof, none longer than its deadline, no answer over its size.
/// It keeps the server's newest nonce (RFC 9449, section 8.2). Thread-safe.
public final class Wire implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int MOST_NONCE_CHARS = 256;

    private final ServerUrl server;
    private final DpopProofs proofs;
    private final HttpClient http;
    private final ExecutorService executor;
    private final Reachability reachability;
    private final AtomicReference<@Nullable String> nonce = new AtomicReference<>();

    /// @param reachability is told after each request whether the server answered it
    public Wire(ServerUrl server, DpopProofs proofs, Reachability reachability) {
        this.server = server;
        this.proofs = proofs;
        this.reachability = reachability;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(executor)
                .build();
    }

    /// What to send.
    ///
    /// @param accessToken absent at the token endpoint
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Outgoing(
            String method,
            String path,
            @Nullable String mediaType,
            byte[] body,
            @Nullable String accessToken,
            int mostAnswerBytes) {}

    /// What came back.
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Incoming(int status, byte[] body) {}

    /// Sends once.
    ///
    /// @throws IOException where no whole answer of bounded size came in time; the request may have had its effect
    Incoming send(Outgoing out, Deadline deadline) throws IOException {
        Duration left = deadline.left();
        if (!left.isPositive()) {
            throw new IOException("no time is left");
        }
        try {
            HttpResponse<byte[]> response = http.send(
                    request(out, left), BodyHandlers.limiting(BodyHandlers.ofByteArray(), out.mostAnswerBytes()));
            response.headers()
                    .firstValue("DPoP-Nonce")
                    .filter(value -> value.length() <= MOST_NONCE_CHARS)
                    .ifPresent(nonce::set);
            reachability.heard(isOfTheServer(response));
            return new Incoming(response.statusCode(), response.body());
        } catch (IOException e) {
            reachability.heard(false);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// A server that has too much to do says so in a problem document, and is there. Without one, a failure is told
    /// by the proxy before it.
    private static boolean isOfTheServer(HttpResponse<?> response) {
        return response.statusCode() < 500
                || response.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith(Problem.MEDIA_TYPE))
                        .isPresent();
    }

    private HttpRequest request(Outgoing out, Duration timeout) {
        URI target = server.path(out.path());
        String token = out.accessToken();
        BodyPublisher body = out.mediaType() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(out.body());
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .method(out.method(), body)
                .header("Accept", "application/json")
                .header("DPoP", proofs.proof(out.method(), target, nonce.get(), token));
        if (out.mediaType() != null) {
            request.header("Content-Type", out.mediaType());
        }
        if (token != null) {
            request.header("Authorization", "DPoP " + token);
        }
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }
}
