package org.simplesignin.client.session;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The tries of one request, which run beside each other: whichever is answered first counts. Used by one thread.
final class Tries {
    private final List<CompletableFuture<HttpResponse<byte[]>>> sent = new ArrayList<>();
    private CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
    private int underWay;
    private @Nullable HttpResponse<byte[]> answer;
    private @Nullable Throwable failure;

    /// Adds a try that has been sent.
    void add(CompletableFuture<HttpResponse<byte[]>> one) {
        sent.add(one);
        synchronized (this) {
            underWay++;
            if (answer == null && settled.isDone()) {
                settled = new CompletableFuture<>();
            }
        }
        CompletableFuture<?> _ = one.whenComplete(this::take);
    }

    private synchronized void take(@Nullable HttpResponse<byte[]> response, @Nullable Throwable problem) {
        underWay--;
        if (response != null && answer == null) {
            answer = response;
        }
        if (problem != null) {
            failure = problem;
        }
        if (answer != null || underWay == 0) {
            settled.complete(null);
        }
    }

    /// Waits until one is answered, all have failed, or the time is over.
    ///
    /// @return the answer, or null where there is none
    @Nullable
    HttpResponse<byte[]> await(Duration most) throws InterruptedException {
        CompletableFuture<@Nullable Void> waited;
        synchronized (this) {
            waited = settled;
        }
        try {
            waited.get(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("only completed with a value", e);
        }
        synchronized (this) {
            return answer;
        }
    }

    /// Returns why one of them has failed, or null.
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    /// Ends what is still under way.
    void end() {
        sent.forEach(one -> one.cancel(true));
    }
}
