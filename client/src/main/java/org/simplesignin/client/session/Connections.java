package org.simplesignin.client.session;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.simplesignin.client.time.MonotonicTime;

/// The open connections to the server. Nothing tells a device that a connection has died while it slept or changed its
/// network: a request on it gets no answer and no error. So they are given up together, and the next request makes a
/// new one:
///
/// - when the device has slept. Monotonic time stands still meanwhile and the wall clock does not, so the two have
///   moved apart. A clock that was set looks the same and costs a connection;
/// - when a request on one of them has not been answered soon ([#sendElsewhere]).
///
/// What is under way on connections that were given up goes on to its end. A connection that nobody uses is closed by
/// the HTTP client after 30 s. Thread-safe.
final class Connections implements AutoCloseable {
    /// How far the clocks move apart before it is taken for a sleep.
    static final Duration JUMP = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final MonotonicTime time;
    private final Clock clock;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Pool> open = new HashSet<>();
    private Duration apart;
    private Pool current;
    private boolean closed;

    private static final class Pool {
        final HttpClient http;
        int underWay;

        Pool(HttpClient http) {
            this.http = http;
        }
    }

    /// A request on its way.
    ///
    /// @param answer whoever cancels it ends the request
    record Sent(Object connections, CompletableFuture<HttpResponse<byte[]>> answer) {}

    Connections(MonotonicTime time, Clock clock) {
        this.time = time;
        this.clock = clock;
        this.apart = apart();
        this.current = make();
    }

    private Pool make() {
        Pool pool = new Pool(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(executor)
                .build());
        open.add(pool);
        return pool;
    }

    private Duration apart() {
        return Duration.between(Instant.EPOCH, clock.instant()).minus(time.now());
    }

    /// Sends a request on a connection that may be used now; the answer is of bounded size.
    Sent send(HttpRequest request, int mostAnswerBytes) {
        Pool pool;
        synchronized (this) {
            Duration now = apart();
            if (now.minus(apart).abs().compareTo(JUMP) > 0) {
                giveUp();
            }
            // A clock that is slewed drifts away slowly, which is no jump.
            apart = now;
            pool = current;
            pool.underWay++;
        }
        return send(pool, request, mostAnswerBytes);
    }

    /// Sends it on another connection than one that has not answered. Those of its kind are given up, unless another
    /// request has done that.
    Sent sendElsewhere(Sent silent, HttpRequest request, int mostAnswerBytes) {
        Pool pool;
        synchronized (this) {
            if (current == silent.connections()) {
                giveUp();
            }
            pool = current;
            pool.underWay++;
        }
        return send(pool, request, mostAnswerBytes);
    }

    private void giveUp() {
        if (!closed) {
            Pool before = current;
            current = make();
            endIdle(before);
        }
    }

    private Sent send(Pool pool, HttpRequest request, int mostAnswerBytes) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                pool.http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostAnswerBytes));
        // What depends on it is not handed on: cancelling that would not end the request.
        CompletableFuture<?> _ = answer.whenComplete((ignored, failure) -> ended(pool));
        return new Sent(pool, answer);
    }

    private synchronized void ended(Pool pool) {
        pool.underWay--;
        endIdle(pool);
    }

    private void endIdle(Pool pool) {
        if (pool != current && pool.underWay == 0 && open.remove(pool)) {
            pool.http.shutdown();
        }
    }

    /// Returns how many generations of connections are not at their end.
    synchronized int generations() {
        return open.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(pool -> pool.http.shutdownNow());
        executor.shutdownNow();
    }
}
