package org.simplesignin.sdk;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RecordMetricsEventResponse;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.ShowLoginSelectionResponse;

/**
 * Signs customers in to an app with one press, on every device of theirs (specification §2).
 *
 * <p>Whatever happens on the device or behind it is a response, and its {@code requestStatus} says what: an app that
 * gets anything but {@code SUCCESSFUL} goes on with its own sign-in. {@code NOT_SUPPORTED}: no client answers on this
 * device, or it does not know this app. {@code RETRYABLE_FAILURE}: the connection broke or the time was up. {@code
 * FAILURE}: an argument is over its limit (nobody is asked then), or the answer is not one. A future completes
 * exceptionally for misuse alone: {@link IllegalArgumentException} for a null or blank argument and for a {@code
 * LOGIN_FAILURE} without its reason, {@link IllegalStateException} where the process is configured wrongly. A request
 * without a mandatory member never comes here: its constructor throws {@link NullPointerException}.
 *
 * <p>Cancelling a future, or completing it in another way ({@code orTimeout}), takes the request back: an open dialog
 * closes. Cancel the future that the call returned, not one made from it by {@code thenApply}. Calls that show nothing
 * are tried once more where the connection breaks; calls that show a dialog never are.
 *
 * <p>Thread-safe. Every call under way has a daemon thread of its own, which ends with it; what is chained to a future
 * without {@code Async} runs on that thread, one call per connection, so it may block. Calls of the same kind at once
 * are the client's to judge: the second dialog is a {@code DUPLICATE_REQUEST}.
 */
public final class SimpleSignInService {
    private static volatile @Nullable DeviceClient configured;

    private SimpleSignInService() {}

    /**
     * Takes this configuration instead of the process's own for all calls from now on; calls under way keep theirs.
     *
     * @throws IllegalArgumentException where it is null
     */
    public static void configure(SimpleSignInConfiguration configuration) {
        configured = new DeviceClient(Arguments.present("configuration", configuration));
    }

    /**
     * Returns the customer's directed id and active links at this identity provider, each link with a new SSI token; no
     * link is an empty list. Shows nothing.
     *
     * @param identityProviderName as received at onboarding; 1 to 64 characters of {@code [a-z0-9][a-z0-9._-]*}
     */
    public static CompletableFuture<GetUserAndLinksResponse> getUserAndLinks(String identityProviderName) {
        return call(GetUserAndLinksResponse.class, () -> Arguments.getUserAndLinks(identityProviderName));
    }

    /**
     * As {@link #getUserAndLinks(String)}, with a nonce of the app's backend in the SSI tokens (specification §4), so that
     * the backend knows them to be made for this sign-in. An extension: the original has no such call.
     *
     * @param nonce 1 to 128 characters of {@code [A-Za-z0-9_-]}
     */
    public static CompletableFuture<GetUserAndLinksResponse> getUserAndLinks(
            String identityProviderName, String nonce) {
        return call(GetUserAndLinksResponse.class, () -> Arguments.getUserAndLinks(identityProviderName, nonce));
    }

    /**
     * Asks the customer to link their account of this app, unless it is linked already. A declined consent is {@code
     * SUCCESSFUL} with {@code CONSENT_DENIED}.
     */
    public static CompletableFuture<LinkUserAccountResponse> linkUserAccount(LinkUserAccountRequest request) {
        return call(LinkUserAccountResponse.class, () -> Arguments.linkUserAccount(request));
    }

    /**
     * Asks the customer which of their linked accounts to sign in with.
     *
     * @param loginNames 1 to 10 login names, each with the link it stands for; they are shown and then forgotten
     */
    public static CompletableFuture<ShowLoginSelectionResponse> showLoginSelection(List<LoginNameValue> loginNames) {
        return call(ShowLoginSelectionResponse.class, () -> Arguments.showLoginSelection(loginNames));
    }

    /** Reports what became of a sign-in. The client keeps it while its server is away, and delivers it once. */
    public static CompletableFuture<RecordMetricsEventResponse> recordMetricEvent(SSIEventRequest request) {
        return call(RecordMetricsEventResponse.class, () -> Arguments.recordMetricEvent(request));
    }

    private interface Request {
        AppRequest checked();
    }

    private static <R> CompletableFuture<R> call(Class<R> response, Request request) {
        try {
            AppRequest checked = request.checked();
            DeviceClient client = configured;
            return (client != null ? client : new DeviceClient(SimpleSignInConfiguration.ofProcess()))
                    .ask(checked, response);
        } catch (IllegalArgumentException | IllegalStateException misuse) {
            return CompletableFuture.failedFuture(misuse);
        }
    }
}
