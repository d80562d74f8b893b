package org.simplesignin.client.call;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.Device.Situation;
import org.simplesignin.client.device.Profile;
import org.simplesignin.client.metric.Counter;
import org.simplesignin.client.session.Session;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppRequest.GetUserAndLinks;
import org.simplesignin.protocol.AppRequest.RecordMetricEvent;
import org.simplesignin.protocol.AppRequest.ShowLoginSelection;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Call;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.RecordMetricsEventResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.UserAndLinksRequest;

/// Answers the four calls (specification §2). The order is the same in all: arguments, profile, registration, then what
/// the server says, then what the customer says. Every answer is a response; nothing is thrown at the app. Thread-safe;
/// blocks until the answer is there.
public final class Calls {
    /// How long the server may take for everything that one step of a call asks of it.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How many calls of one app are answered at once; one more is told to come again.
    private static final int MOST_UNDER_WAY = 16;

    private static final System.Logger LOG = System.getLogger(Calls.class.getName());

    private final Device device;
    private final Sessions sessions;
    private final LinkCall links;
    private final SelectionCall selections;
    private final Counter counter;
    private final MonotonicTime time;
    private final Map<AppId, Semaphore> underWay = new ConcurrentHashMap<>();

    /// Makes one.
    public Calls(
            Device device,
            Sessions sessions,
            LinkCall links,
            SelectionCall selections,
            Counter counter,
            MonotonicTime time) {
        this.device = device;
        this.sessions = sessions;
        this.links = links;
        this.selections = selections;
        this.counter = counter;
        this.time = time;
    }

    /// Answers a request.
    ///
    /// @param withdrawal tells when the app is gone: a dialog closes then
    public AppResponse answer(Caller caller, AppRequest request, Withdrawal withdrawal) {
        Semaphore places = underWay.computeIfAbsent(caller.id(), ignored -> new Semaphore(MOST_UNDER_WAY));
        if (!places.tryAcquire()) {
            return Call.of(request).unprocessed(RequestStatus.RETRYABLE_FAILURE);
        }
        try {
            return switch (request) {
                case GetUserAndLinks get -> userAndLinks(caller, get);
                case LinkUserAccountRequest link ->
                    Arguments.areGood(link, caller.app())
                            ? withAudience(request, audience -> links.answer(caller, audience, link, withdrawal))
                            : failure(request);
                case ShowLoginSelection selection ->
                    Arguments.accounts(selection, Optional.empty()).isPresent()
                            ? withAudience(
                                    request, audience -> selections.answer(caller, audience, selection, withdrawal))
                            : failure(request);
                case RecordMetricEvent event -> recordMetricEvent(caller, event);
            };
        } catch (RuntimeException e) {
            // The request's text is secret; its kind is not.
            LOG.log(Level.ERROR, () -> "a call failed: " + Call.of(request).wireName(), e);
            return failure(request);
        } finally {
            places.release();
        }
    }

    private AppResponse userAndLinks(Caller caller, GetUserAndLinks request) {
        if (!Arguments.areGood(request, caller.app())) {
            return failure(request);
        }
        return withAudience(request, audience -> {
            UserAndLinksRequest asked =
                    new UserAndLinksRequest(caller.app().app(), request.identityProviderName(), request.nonce());
            AppResponse told = Outcomes.orElse(
                    audience.session().userAndLinks(asked, Deadline.after(PATIENCE, time)),
                    status -> new GetUserAndLinksResponse(status, null, null));
            // The SSI tokens sign in as the customer who was there; somebody else is there now.
            return told.requestStatus() != RequestStatus.SUCCESSFUL || audience.isStillThere()
                    ? told
                    : Call.of(request).unprocessed(RequestStatus.RETRYABLE_FAILURE);
        });
    }

    private AppResponse recordMetricEvent(Caller caller, RecordMetricEvent request) {
        if (!Arguments.areGood(request)) {
            return failure(request);
        }
        return withAudience(request, audience -> {
            try {
                counter.report(audience.customer().id(), caller.id(), request.eventId(), request.event());
                return new RecordMetricsEventResponse(RequestStatus.SUCCESSFUL);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a metric event could not be written: free some space on the disk", e);
                return new RecordMetricsEventResponse(RequestStatus.RETRYABLE_FAILURE);
            }
        });
    }

    // Children and guests have no Simple Sign-In (design/security.md T9); without a registration nobody has.
    private AppResponse withAudience(AppRequest request, Function<Audience, AppResponse> answer) {
        Situation now = device.situation();
        if (now.state().profile() != Profile.ADULT) {
            return Call.of(request).unprocessed(RequestStatus.NOT_AVAILABLE);
        }
        Customer customer = now.state().activeCustomer().orElse(null);
        Session session = customer == null ? null : sessions.of(customer.id()).orElse(null);
        if (customer == null || session == null) {
            return Call.of(request).unprocessed(RequestStatus.NOT_SUPPORTED);
        }
        return answer.apply(new Audience(device, now.audience(), customer, session));
    }

    private static AppResponse failure(AppRequest request) {
        return Call.of(request).unprocessed(RequestStatus.FAILURE);
    }
}
