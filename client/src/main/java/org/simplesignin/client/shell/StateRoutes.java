package org.simplesignin.client.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.DeviceState;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.client.session.Reachability;
import org.simplesignin.client.session.ServerView;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.protocol.device.Switches;

/// What the shell shows when no dialog is up, and the news of it. Thread-safe.
public final class StateRoutes implements Routed {
    private final ShellGuard guard;
    private final ShellSessions sessions;
    private final Pages pages;
    private final Reopenings reopenings;
    private final ShellEvents events;
    private final Screen screen;
    private final Device device;
    private final Departures departures;
    private final Apps apps;
    private final Launches launches;
    private final ServerView view;
    private final Reachability server;

    /// Makes one.
    public StateRoutes(
            ShellGuard guard,
            ShellSessions sessions,
            Pages pages,
            Reopenings reopenings,
            ShellEvents events,
            Screen screen,
            Device device,
            Departures departures,
            Apps apps,
            Launches launches,
            ServerView view,
            Reachability server) {
        this.guard = guard;
        this.sessions = sessions;
        this.pages = pages;
        this.reopenings = reopenings;
        this.events = events;
        this.screen = screen;
        this.device = device;
        this.departures = departures;
        this.apps = apps;
        this.launches = launches;
        this.view = view;
        this.server = server;
    }

    /// The body of `GET /shell/state`.
    ///
    /// @param signedOut names of customers whose sessions the server has ended, until somebody has read of it
    /// @param outdated whether the page was loaded under a policy that no longer fits, and should load itself anew
    record State(
            String form,
            String platform,
            String deviceName,
            String language,
            boolean hideAccountNames,
            boolean serverReachable,
            String profile,
            List<ShownCustomer> customers,
            List<ShownApp> apps,
            @Nullable String inFront,
            @Nullable Switches switches,
            List<String> signedOut,
            boolean outdated) {}

    /// @param url where the page loads itself anew, once and soon
    record Reopening(String url) {
        @Override
        public String toString() {
            return "Reopening[[redacted]]";
        }
    }

    record ShownCustomer(String customer, String displayName, boolean active) {}

    record ShownApp(
            String app,
            String name,
            String publisher,
            @Nullable String icon,
            String kind,
            boolean launchable) {}

    @Override
    public void routing(Routes routes) {
        routes.get("/shell/state", this::state)
                .get("/shell/events", this::events)
                .post("/shell/reopenings", this::reopen);
    }

    private void reopen(Exchange exchange, PathParameters parameters) {
        Answers.json(exchange, new Reopening(PageRoutes.AGAIN + reopenings.issue(guard.session(exchange))));
    }

    private void state(Exchange exchange, PathParameters parameters) {
        String session = guard.session(exchange);
        DeviceState now = device.state();
        CustomerId active = now.active();
        Answers.json(
                exchange,
                new State(
                        screen.form().wireName(),
                        screen.platform().wireName(),
                        screen.name(),
                        now.language(),
                        now.hideAccountNames(),
                        server.isReachable(),
                        now.profile().wireName(),
                        now.customers().stream()
                                .map(one -> new ShownCustomer(
                                        one.id().value(),
                                        one.displayName(),
                                        one.id().equals(active)))
                                .toList(),
                        apps.all().stream().map(this::shown).toList(),
                        launches.inFront().map(Object::toString).orElse(null),
                        active == null ? null : view.switches(active).orElse(null),
                        departures.names(),
                        sessions.isOutdated(session, pages.policy())));
    }

    private ShownApp shown(RegisteredApp app) {
        return new ShownApp(
                app.app(),
                app.name(),
                app.publisher(),
                iconUrl(app),
                app.webOrigins().isEmpty() ? "native" : "web",
                launches.startUrl(app).isPresent());
    }

    static @Nullable String iconUrl(RegisteredApp app) {
        return app.icon() == null ? null : "/icons/" + app.app();
    }

    private void events(Exchange exchange, PathParameters parameters) {
        String session = guard.session(exchange);
        String after = Requests.parameter(exchange, "after").orElse("");
        sessions.pollBegins(session);
        try {
            Answers.json(exchange, after.isEmpty() ? events.now() : events.after(number(after)));
        } finally {
            sessions.pollEnds(session);
        }
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,15}")) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "after is the number called next in the last answer");
        }
        return Long.parseLong(text);
    }
}
