package org.simplesignin.client.shell;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.DeviceState;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.session.Reachability;
import org.simplesignin.client.session.ServerView;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.protocol.device.Switches;

/// What the shell shows when no dialog is up, and the news of it. Thread-safe.
public final class StateRoutes implements HttpService {
    private final ShellGuard guard;
    private final ShellSessions sessions;
    private final ShellEvents events;
    private final Screen screen;
    private final Device device;
    private final Apps apps;
    private final Launches launches;
    private final ServerView view;
    private final Reachability server;

    /// Makes one.
    public StateRoutes(
            ShellGuard guard,
            ShellSessions sessions,
            ShellEvents events,
            Screen screen,
            Device device,
            Apps apps,
            Launches launches,
            ServerView view,
            Reachability server) {
        this.guard = guard;
        this.sessions = sessions;
        this.events = events;
        this.screen = screen;
        this.device = device;
        this.apps = apps;
        this.launches = launches;
        this.view = view;
        this.server = server;
    }

    /// The body of `GET /shell/state`.
    record State(
            String form,
            String deviceName,
            String language,
            boolean hideAccountNames,
            boolean serverReachable,
            String profile,
            List<ShownCustomer> customers,
            List<ShownApp> apps,
            @Nullable String inFront,
            @Nullable Switches switches) {}

    record ShownCustomer(String customer, String displayName, boolean active) {}

    record ShownApp(
            String app,
            String name,
            String publisher,
            @Nullable String icon,
            String kind,
            boolean launchable) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/shell/state", guard.guarded(this::state)).get("/shell/events", this::events);
    }

    private void state(ServerRequest request, ServerResponse response) {
        DeviceState now = device.state();
        CustomerId active = now.active();
        Answers.json(
                response,
                new State(
                        screen.form().wireName(),
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
                        active == null ? null : view.switches(active).orElse(null)));
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

    private void events(ServerRequest request, ServerResponse response) {
        String session = guard.session(request);
        String after = request.query().first("after").orElse("");
        sessions.pollBegins(session);
        try {
            Answers.json(response, after.isEmpty() ? events.now() : events.after(number(after)));
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
