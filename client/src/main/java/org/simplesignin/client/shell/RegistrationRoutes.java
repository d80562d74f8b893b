package org.simplesignin.client.shell;

import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.DeviceState;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.client.registration.Registration;
import org.simplesignin.client.registration.Standing;
import org.simplesignin.client.registration.Standing.Registered;
import org.simplesignin.client.registration.Standing.Simple;
import org.simplesignin.client.registration.Standing.Waiting;
import org.simplesignin.client.session.DeviceCode;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.ProblemCode;

/// People come to this device and go: registration with a code, removal of one of them, and who was signed out from
/// elsewhere. Thread-safe.
public final class RegistrationRoutes implements Routed {
    private final ShellGuard guard;
    private final Registration registration;
    private final Device device;
    private final Sessions sessions;
    private final Departures departures;
    private final ShellEvents events;

    /// Makes one.
    public RegistrationRoutes(
            ShellGuard guard,
            Registration registration,
            Device device,
            Sessions sessions,
            Departures departures,
            ShellEvents events) {
        this.guard = guard;
        this.registration = registration;
        this.device = device;
        this.sessions = sessions;
        this.departures = departures;
        this.events = events;
    }

    /// Where the registration stands, as the pages read it. The codes are there while the customer is waited for.
    record Shown(
            String state,
            @Nullable String userCode,
            @Nullable String verificationUri,
            @Nullable String verificationUriComplete,
            @Nullable String shortUri,
            QrCodes.@Nullable Drawn qr,
            @Nullable Long expiresInSeconds,
            @Nullable String customer) {
        @Override
        public String toString() {
            return "Shown[" + state + "]";
        }
    }

    @Override
    public void routing(Routes routes) {
        routes.post("/shell/registration", guard.guarded(this::begin))
                .get("/shell/registration", guard.guarded(this::tell))
                .delete("/shell/registration", guard.guarded(this::cancel))
                .delete("/shell/customers/{customer}", guard.guarded(this::remove))
                .delete("/shell/signed-out", guard.guarded(this::read));
    }

    private void begin(Exchange exchange, PathParameters parameters) {
        if (device.state().customers().size() >= DeviceState.MOST_CUSTOMERS) {
            throw new Refused(409, "too_many_customers", "Remove somebody from this device first");
        }
        Answers.json(exchange, shown(registration.begin()));
    }

    private void tell(Exchange exchange, PathParameters parameters) {
        Answers.json(exchange, shown(registration.standing()));
    }

    private void cancel(Exchange exchange, PathParameters parameters) {
        registration.cancel();
        Answers.empty(exchange);
    }

    private Shown shown(Standing standing) {
        return switch (standing) {
            case Waiting waiting -> waiting(waiting.code(), waiting.left().toSeconds());
            case Registered registered ->
                new Shown(
                        "registered",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        registered.customer().id().value());
            case Simple.NONE -> simple("none");
            case Simple.STARTING -> simple("starting");
            case Simple.SERVER_AWAY -> simple("server_away");
            case Simple.REFUSED -> simple("refused");
            case Simple.EXPIRED -> simple("expired");
        };
    }

    private static Shown waiting(DeviceCode code, long seconds) {
        return new Shown(
                "waiting",
                code.userCode(),
                code.verificationUri(),
                code.verificationUriComplete(),
                code.shortUri(),
                QrCodes.of(code.verificationUriComplete()),
                seconds,
                null);
    }

    private static Shown simple(String state) {
        return new Shown(state, null, null, null, null, null, null, null);
    }

    private void remove(Exchange exchange, PathParameters parameters) {
        String id = parameters.get("customer");
        if (!Limits.isRandomId(id) || !sessions.remove(new CustomerId(id))) {
            throw Refused.of(ProblemCode.NOT_FOUND, "choose one of the customers of GET /shell/state");
        }
        Answers.empty(exchange);
    }

    private void read(Exchange exchange, PathParameters parameters) {
        departures.read();
        events.stateChanged();
        Answers.empty(exchange);
    }
}
