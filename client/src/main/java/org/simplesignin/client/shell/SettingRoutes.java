package org.simplesignin.client.shell;

import java.util.Objects;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.Profile;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.client.shell.Launches.Launch;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.RegisteredApp;

/// What people set on the device itself: the app in front, the active customer and profile, language and masking of
/// account names. Thread-safe.
public final class SettingRoutes implements Routed {
    private static final int BODY_BYTES = 4096;

    private final ShellGuard guard;
    private final Device device;
    private final Apps apps;
    private final Launches launches;
    private final Pages pages;

    /// Makes one.
    public SettingRoutes(ShellGuard guard, Device device, Apps apps, Launches launches, Pages pages) {
        this.guard = guard;
        this.device = device;
        this.apps = apps;
        this.launches = launches;
        this.pages = pages;
    }

    record LaunchRequest(String app) {
        LaunchRequest {
            Objects.requireNonNull(app, "app");
        }
    }

    record LaunchAnswer(String app, String url, String origin, String ticket) {
        @Override
        public String toString() {
            return "LaunchAnswer[[redacted]]";
        }
    }

    record CustomerRequest(String customer) {
        CustomerRequest {
            Objects.requireNonNull(customer, "customer");
        }
    }

    record ProfileRequest(String profile) {
        ProfileRequest {
            Objects.requireNonNull(profile, "profile");
        }
    }

    record LanguageRequest(String language) {
        LanguageRequest {
            Objects.requireNonNull(language, "language");
        }
    }

    record HideRequest(boolean hide) {}

    @Override
    public void routing(Routes routes) {
        routes.post("/shell/launches", guard.guarded(this::launch))
                .delete("/shell/launches/current", guard.guarded(this::home))
                .post("/shell/customer", guard.guarded(this::customer))
                .post("/shell/profile", guard.guarded(this::profile))
                .post("/shell/language", guard.guarded(this::language))
                .post("/shell/hide-account-names", guard.guarded(this::hide));
    }

    private void launch(Exchange exchange, PathParameters parameters) {
        String id = Requests.json(exchange, LaunchRequest.class, BODY_BYTES).app();
        RegisteredApp app = AppId.isAppId(id) ? apps.app(new AppId(id)).orElse(null) : null;
        if (app == null) {
            throw Refused.of(ProblemCode.UNKNOWN_APP, "launch one of the apps of GET /shell/state");
        }
        Launch launch = launches.launch(app)
                .orElseThrow(() -> new Refused(409, "not_launchable", "The app has no page that this device may show"));
        Answers.json(
                exchange,
                new LaunchAnswer(
                        launch.app().value(), launch.url(), launch.origin().value(), launch.ticket()));
    }

    private void home(Exchange exchange, PathParameters parameters) {
        launches.end();
        Answers.empty(exchange);
    }

    private void customer(Exchange exchange, PathParameters parameters) {
        String id = Requests.json(exchange, CustomerRequest.class, BODY_BYTES).customer();
        boolean known = Limits.isRandomId(id)
                && device.state().customer(new CustomerId(id)).isPresent();
        if (!known) {
            throw Refused.of(ProblemCode.NOT_FOUND, "choose one of the customers of GET /shell/state");
        }
        device.update(state -> state.activate(new CustomerId(id)));
        Answers.empty(exchange);
    }

    private void profile(Exchange exchange, PathParameters parameters) {
        Profile profile = Profile.named(Requests.json(exchange, ProfileRequest.class, BODY_BYTES)
                        .profile())
                .orElseThrow(() -> Refused.of(ProblemCode.MALFORMED_REQUEST, "profile is adult, child or guest"));
        device.update(state -> state.with(profile));
        Answers.empty(exchange);
    }

    private void language(Exchange exchange, PathParameters parameters) {
        String language =
                Requests.json(exchange, LanguageRequest.class, BODY_BYTES).language();
        if (!pages.speaks(language)) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the shell has no texts in this language");
        }
        device.update(state -> state.inLanguage(language));
        Answers.empty(exchange);
    }

    private void hide(Exchange exchange, PathParameters parameters) {
        boolean hide = Requests.json(exchange, HideRequest.class, BODY_BYTES).hide();
        device.update(state -> state.hideAccountNames(hide));
        Answers.empty(exchange);
    }
}
