package org.simplesignin.server.registration;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.device.DeviceNotices;
import org.simplesignin.server.device.Dpop;
import org.simplesignin.server.device.Grant;
import org.simplesignin.server.device.OAuthErrors;
import org.simplesignin.server.device.Sessions;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.time.Ticker;

/// The device's way in: the route where it asks for codes (RFC 8628 §3.1), and the grant with which it polls.
public final class RegistrationRoutes {
    private final Asking asking;
    private final Grant grant;
    private final Dpop dpop;

    /// Makes the route and the grant.
    ///
    /// @param pagesUrl where browsers reach the customer's pages, without a slash at its end
    /// @param pollInterval the first least time between two polls of a device
    public RegistrationRoutes(
            Registrations registrations,
            Transactions transactions,
            Sessions sessions,
            Dpop dpop,
            WrappingKeys wrappingKeys,
            String pagesUrl,
            Duration pollInterval,
            DeviceNotices notices,
            Figures figures,
            Limits limits,
            SecureRandom random,
            Clock clock,
            Ticker ticker) {
        this.asking = new Asking(registrations, wrappingKeys, pagesUrl, pollInterval, limits, random, clock, ticker);
        this.grant = new DeviceCodeGrant(
                registrations, transactions, sessions, wrappingKeys, notices, figures, random, clock);
        this.dpop = dpop;
    }

    /// Returns the grant for the token endpoint.
    public Grant grant() {
        return grant;
    }

    /// Adds the route to the table.
    public void addTo(Routes routes) {
        routes.add("POST", DeviceApi.DEVICE_AUTHORIZATION, OAuthErrors.around(dpop, this::authorize));
    }

    private Answer authorize(Call call) {
        Map<String, String> form = call.form();
        OAuthErrors.requireClient(form, true);
        if (!form.getOrDefault("scope", "").isBlank()) {
            throw new RefusedException(ProblemCode.INVALID_SCOPE, "Send no scope");
        }
        AskingDevice device = new AskingDevice(
                AskingDevice.shown("device_name", form.get("device_name")),
                AskingDevice.shown("device_model", form.get("device_model")),
                call.address().prefix());
        asking.count(call.address());
        return Answer.json(asking.start(device, () -> dpop.provenKey(call)));
    }
}
