package org.simplesignin.client.local;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.call.Withdrawal;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.PeerGoneException;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Json;

/// Sends an answer that may take as long as a dialog is open, and notices when the app has gone meanwhile.
///
/// While a handler runs nobody reads its connection, so a page that is closed or a fetch that is aborted goes
/// unnoticed. Writing tells: after a moment the answer begins with a space, and another follows every now and then.
/// JSON allows white space before a value (RFC 8259, section 2), so the app reads the same. A write that fails
/// withdraws the request.
final class PatientAnswer {
    private static final int OK = 200;
    private static final Duration PROBE = Duration.ofMillis(250);

    private final Exchange exchange;
    private final Withdrawal withdrawal;

    PatientAnswer(Exchange exchange, Withdrawal withdrawal) {
        this.exchange = exchange;
        this.withdrawal = withdrawal;
    }

    void send(Supplier<AppResponse> call) {
        CompletableFuture<AppResponse> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("call").start(() -> {
            try {
                answer.complete(call.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        exchange.answerHeader("Content-Type", "application/json");
        exchange.answerHeader("Cache-Control", "no-store");
        try {
            AppResponse soon = within(answer);
            if (soon != null) {
                exchange.answer(OK, Json.write(soon));
            } else {
                stream(answer);
            }
        } catch (IOException e) {
            withdrawal.withdraw();
            throw new PeerGoneException(e);
        } catch (RuntimeException e) {
            withdrawal.withdraw();
            throw e;
        }
    }

    private void stream(CompletableFuture<AppResponse> answer) throws IOException {
        OutputStream out = exchange.stream(OK);
        AppResponse late = null;
        while (late == null) {
            out.write(' ');
            out.flush();
            late = within(answer);
        }
        out.write(Json.write(late));
        out.close();
    }

    private static @Nullable AppResponse within(CompletableFuture<AppResponse> answer) throws IOException {
        try {
            return answer.get(PROBE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the client stops", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e);
        }
    }
}
