package org.simplesignin.sdk;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Call;
import org.simplesignin.protocol.Frames;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.UserSelection;

/**
 * The client of this device, as apps see it: asks it on its Unix socket, one connection a call, and makes an outcome of
 * whatever comes of that. Thread-safe.
 */
final class DeviceClient {
    private final SimpleSignInConfiguration configuration;

    DeviceClient(SimpleSignInConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Asks on a thread of its own, or answers at once where the request is over a limit. */
    <R> CompletableFuture<R> ask(AppRequest request, Class<R> response) {
        Call call = Call.of(request);
        if (!Arguments.withinLimits(request)) {
            return CompletableFuture.completedFuture(response.cast(call.unprocessed(RequestStatus.FAILURE)));
        }
        CompletableFuture<R> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer(request, response, future), "simple-sign-in " + call.wireName());
        // An app that ends does not wait for a dialog.
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private <R> void answer(AppRequest request, Class<R> response, CompletableFuture<R> future) {
        try {
            future.complete(response.cast(outcome(request, future)));
        } catch (RuntimeException | Error e) {
            // A fault of this library: an app that waits must hear of it.
            future.completeExceptionally(e);
        }
    }

    private AppResponse outcome(AppRequest request, CompletableFuture<?> future) {
        Call call = Call.of(request);
        boolean dialog = call == Call.LINK_USER_ACCOUNT || call == Call.SHOW_LOGIN_SELECTION;
        Duration timeout = dialog ? configuration.dialogTimeout() : configuration.callTimeout();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            return exchange(request, call, deadline, future);
        } catch (Connection.ClientAwayException e) {
            return call.unprocessed(RequestStatus.NOT_SUPPORTED);
        } catch (IOException first) {
            // A dialog that was shown must not be shown again; the others do the same twice, or count once by their
            // eventId.
            return dialog || future.isDone() || System.nanoTime() - deadline >= 0
                    ? call.unprocessed(RequestStatus.RETRYABLE_FAILURE)
                    : again(request, call, deadline, future);
        }
    }

    private AppResponse again(AppRequest request, Call call, long deadline, CompletableFuture<?> future) {
        try {
            return exchange(request, call, deadline, future);
        } catch (IOException second) {
            // Also where the client is away by now: it was there a moment ago, so it is likely to come back.
            return call.unprocessed(RequestStatus.RETRYABLE_FAILURE);
        }
    }

    private AppResponse exchange(AppRequest request, Call call, long deadline, CompletableFuture<?> future)
            throws IOException {
        try (Connection connection = Connection.open(configuration.socket(), deadline, future)) {
            connection.write(Frames.request(request));
            AppResponse response = Frames.readResponse(connection.input(), call);
            return isWhole(request, response) ? response : call.unprocessed(RequestStatus.FAILURE);
        } catch (Frames.RefusedException e) {
            return call.unprocessed(
                    switch (e.refusal()) {
                        case UNKNOWN_CALLER, UNSUPPORTED_PROTOCOL -> RequestStatus.NOT_SUPPORTED;
                        case MALFORMED_REQUEST -> RequestStatus.FAILURE;
                    });
        } catch (MalformedMessageException e) {
            return call.unprocessed(RequestStatus.FAILURE);
        }
    }

    /** Returns whether the response has what its outcome promises (specification §2), so that an app need not look twice. */
    private static boolean isWhole(AppRequest request, AppResponse response) {
        if (response.requestStatus() != RequestStatus.SUCCESSFUL) {
            return true;
        }
        if (response instanceof GetUserAndLinksResponse found) {
            return found.amazonUserId() != null
                    && found.links() != null
                    && found.links().stream()
                            .allMatch(link -> link.ssiToken().schema().equals(Token.SSI_TOKEN));
        }
        if (response instanceof LinkUserAccountResponse linked) {
            boolean established = linked.successCode() == LinkAccountSuccessCode.LINK_ESTABLISHED
                    || linked.successCode() == LinkAccountSuccessCode.LINK_ALREADY_EXISTS;
            return established == (linked.linkId() != null);
        }
        if (response instanceof ShowLoginSelectionResponse shown) {
            return shown.userSelection() != null
                    && (shown.userSelection() != UserSelection.LOGIN_SELECTED || wasOffered(request, shown));
        }
        return true;
    }

    private static boolean wasOffered(AppRequest request, ShowLoginSelectionResponse shown) {
        return ((AppRequest.ShowLoginSelection) request)
                .loginNames().stream().anyMatch(value -> Objects.equals(value.linkId(), shown.linkId()));
    }
}
