package org.simplesignin.client.session;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.device.Problem;

/// Sends requests to the server: each with a DPoP proof, none longer than its deadline, no answer over its size. It
/// keeps the server's newest nonce (RFC 9449, section 8.2). Thread-safe.
///
/// A request that is not answered within the first part of its time, or whose connection breaks, is sent once more, on
/// a
/// connection of its own. The first is not taken back: a server that is merely slow would then have to begin anew, with
/// less time. Whichever is answered first counts. So every request may reach the server twice, at once or long after,
/// and must do nothing twice.
public final class Wire implements AutoCloseable {
    /// The first try is alone for a third of the time, and for no more than this.
    static final Duration ALONE = Duration.ofSeconds(3);

    private static final int SHARE = 3;
    private static final int MOST_NONCE_CHARS = 256;

    private final ServerUrl server;
    private final DpopProofs proofs;
    private final Connections connections;
    private final Reachability reachability;
    private final AtomicReference<@Nullable String> nonce = new AtomicReference<>();

    /// @param reachability is told after each request whether the server answered it
    /// @param clock only says whether the device has slept; it may be wrong
    public Wire(ServerUrl server, DpopProofs proofs, Reachability reachability, MonotonicTime time, Clock clock) {
        this.server = server;
        this.proofs = proofs;
        this.reachability = reachability;
        this.connections = new Connections(time, clock);
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
    ///
    /// @param mediaType in small letters, without parameters; empty where none was told
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Incoming(int status, String mediaType, byte[] body) {}

    /// Sends, and once more where there is no answer soon.
    ///
    /// @throws IOException where no whole answer of bounded size came in time; the request may have had its effect
    Incoming send(Outgoing out, Deadline deadline) throws IOException {
        Duration left = deadline.left();
        if (!left.isPositive()) {
            throw new IOException("no time is left");
        }
        try {
            HttpResponse<byte[]> response = answer(out, left, deadline);
            response.headers()
                    .firstValue("DPoP-Nonce")
                    .filter(value -> value.length() <= MOST_NONCE_CHARS)
                    .ifPresent(nonce::set);
            reachability.heard(isOfTheServer(response));
            return new Incoming(response.statusCode(), mediaType(response), response.body());
        } catch (IOException e) {
            reachability.heard(false);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpResponse<byte[]> answer(Outgoing out, Duration left, Deadline deadline)
            throws IOException, InterruptedException {
        Duration alone = shorter(left.dividedBy(SHARE), ALONE);
        Tries tries = new Tries();
        try {
            Connections.Sent first = connections.send(request(out, left), out.mostAnswerBytes());
            tries.add(first.answer());
            HttpResponse<byte[]> response = tries.await(alone);
            if (response == null) {
                // More than this is left where the first has failed at once.
                Duration rest = longer(deadline.left(), left.minus(alone));
                tries.add(connections
                        .sendElsewhere(first, request(out, rest), out.mostAnswerBytes())
                        .answer());
                response = tries.await(rest);
            }
            if (response == null) {
                throw new IOException("no answer in time", tries.failure());
            }
            return response;
        } finally {
            tries.end();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static String mediaType(HttpResponse<?> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /// A server that has too much to do says so in a problem document, and is there. Without one, a failure is told
    /// by the proxy before it.
    private static boolean isOfTheServer(HttpResponse<?> response) {
        return response.statusCode() < 500 || mediaType(response).equals(Problem.MEDIA_TYPE);
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

    /// Returns how many generations of connections are not at their end.
    int generations() {
        return connections.generations();
    }

    @Override
    public void close() {
        connections.close();
    }
}
