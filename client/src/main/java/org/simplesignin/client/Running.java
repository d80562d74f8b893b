package org.simplesignin.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.simplesignin.client.call.Calls;
import org.simplesignin.client.call.LinkCall;
import org.simplesignin.client.call.SelectionCall;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.DataDirectory;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Presenter;
import org.simplesignin.client.http.Authority;
import org.simplesignin.client.http.Listener;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.local.LocalHttp;
import org.simplesignin.client.local.LocalSocket;
import org.simplesignin.client.local.NativeApps;
import org.simplesignin.client.metric.Counter;
import org.simplesignin.client.metric.MetricDelivery;
import org.simplesignin.client.metric.MetricQueue;
import org.simplesignin.client.presenter.ScreenPresenter;
import org.simplesignin.client.registration.Registration;
import org.simplesignin.client.session.DeviceGrant;
import org.simplesignin.client.session.DeviceKey;
import org.simplesignin.client.session.DpopProofs;
import org.simplesignin.client.session.Reachability;
import org.simplesignin.client.session.Revocations;
import org.simplesignin.client.session.ServerView;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.client.session.TokenEndpoint;
import org.simplesignin.client.session.Wire;
import org.simplesignin.client.shell.AccountRoutes;
import org.simplesignin.client.shell.DialogRoutes;
import org.simplesignin.client.shell.Launches;
import org.simplesignin.client.shell.LookRoutes;
import org.simplesignin.client.shell.PageRoutes;
import org.simplesignin.client.shell.Pages;
import org.simplesignin.client.shell.RegistrationRoutes;
import org.simplesignin.client.shell.Reopenings;
import org.simplesignin.client.shell.ResetRoutes;
import org.simplesignin.client.shell.Screen;
import org.simplesignin.client.shell.SettingRoutes;
import org.simplesignin.client.shell.ShellEvents;
import org.simplesignin.client.shell.ShellGuard;
import org.simplesignin.client.shell.ShellSessions;
import org.simplesignin.client.shell.StateRoutes;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.Limits;

/// One life of a client, from its start to its end or to a factory reset: the whole of it is wired here, top to bottom.
final class Running implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final DataDirectory data;
    private final Wire wire;
    private final MetricQueue metrics;
    private final MetricDelivery delivery;
    private final Revocations revocations;
    private final Sessions sessions;
    private final Registration registration;
    private final Dialogs dialogs;
    private final ShellEvents events;
    private final ServerView view;
    private final Listener listener;
    private final LocalSocket socket;
    private final String shellKey;
    private final Path socketPath;

    /// Starts; when this returns it serves, and it has asked the server once.
    ///
    /// @param onReset is told when everything of this device is to be wiped: by closing this and starting the next
    /// @throws UnusableException where it cannot start with these options; then nothing is left running
    Running(
            ClientOptions options,
            MonotonicTime time,
            Clock clock,
            SecureRandom random,
            Reopenings reopenings,
            Runnable onReset)
            throws UnusableException {
        Closing started = new Closing();
        try {
            data = started.with(DataDirectory.open(options.data()));
            shellKey = data.shellKey(random);
            StateDirectory state = data.state();
            Device device = new Device(state.file("state.json"));
            Apps apps = new Apps(state.file("apps.json"));
            endReset(data, device, options);

            DeviceKey key = DeviceKey.open(state.file("device-key.pem"), random);
            Reachability server = new Reachability();
            wire = started.with(new Wire(options.server(), new DpopProofs(key, clock, random), server, time, clock));
            Departures departures = new Departures();
            revocations = started.with(new Revocations(state.file("revocations.json"), new TokenEndpoint(wire), time));
            sessions = new Sessions(device, departures, wire, state, revocations, time, random);

            metrics = started.with(openQueue(data.stateFile("metrics.jsonl")));
            delivery = started.with(new MetricDelivery(metrics, sessions, time, random));
            Counter counter = new Counter(metrics, delivery, clock, random);

            ShellSessions pagesOpen = new ShellSessions(time, random);
            events = new ShellEvents(pagesOpen, time);
            Presenter presenter = options.look()
                    .dialogs()
                    .<Presenter>map(own -> new ScreenPresenter(own, device))
                    .orElse(events);
            dialogs = new Dialogs(presenter, time, random, counter::count);
            Launches launches = new Launches(apps, options.launches(), random);
            view = started.with(
                    new ServerView(device, apps, sessions, time, options.enrolmentSecrets(), events::stateChanged));
            Calls calls = new Calls(
                    device,
                    sessions,
                    new LinkCall(dialogs, launches, time),
                    new SelectionCall(device, dialogs, launches, time),
                    counter,
                    time);

            Screen screen = options.screen();
            registration = started.with(new Registration(
                    new DeviceGrant(wire, screen.name(), screen.model()),
                    sessions,
                    state.file("registration.json"),
                    time,
                    pagesOpen::attentive,
                    events::stateChanged));

            device.listen(audienceChanged -> {
                if (audienceChanged) {
                    dialogs.closeOpen();
                    view.refreshSoon();
                }
                events.stateChanged();
            });
            launches.listen(dialogs::closeOpen);
            launches.listen(events::stateChanged);
            server.listen(reachable -> {
                events.stateChanged();
                if (reachable) {
                    delivery.serverIsBack();
                    revocations.wake();
                }
            });

            Authority authority = new Authority(options.host());
            ShellGuard guard = new ShellGuard(authority, pagesOpen);
            Pages pages = new Pages(apps, options.embedders(), options.look().theme(), random);
            List<Routed> routes = List.of(
                    new PageRoutes(authority, pages, apps, pagesOpen, reopenings, shellKey, options.embedders()),
                    new LookRoutes(pages, options.look()),
                    new StateRoutes(
                            guard,
                            pagesOpen,
                            pages,
                            reopenings,
                            events,
                            screen,
                            device,
                            departures,
                            apps,
                            launches,
                            view,
                            server),
                    new RegistrationRoutes(guard, registration, device, sessions, departures, events),
                    new ResetRoutes(guard, data, reopenings, time, random, onReset),
                    new SettingRoutes(guard, device, apps, launches, pages),
                    new AccountRoutes(guard, sessions, view, time),
                    new DialogRoutes(guard, dialogs, device, screen),
                    new LocalHttp(apps, launches, calls));
            listener = started.with(listen(authority, options.port(), pages.framers(), routes));
            socketPath = options.socket().orElse(data.socket());
            socket = started.with(new LocalSocket(socketPath, NativeApps.of(options.nativeApps(), apps), calls, time));
        } catch (UnusableException | RuntimeException e) {
            started.close();
            throw e;
        }
        registration.resume();
        sessions.clear();
        view.refreshNow();
        delivery.wake();
        revocations.wake();
    }

    // A wiped device begins with nobody, also where its maker has given it secrets of the customers before.
    private static void endReset(DataDirectory data, Device device, ClientOptions options) throws UnusableException {
        if (!data.wiped()) {
            return;
        }
        for (String secret : options.enrolmentSecrets()) {
            device.update(state -> state.withSpent(Secrets.fingerprint(secret)));
        }
        data.resetDone();
    }

    private static MetricQueue openQueue(Path file) throws UnusableException {
        try {
            return new MetricQueue(file, Limits.METRIC_EVENTS_KEPT);
        } catch (IOException e) {
            throw new UnusableException("metrics.jsonl cannot be read or written: give another --data", e);
        }
    }

    private static Listener listen(Authority authority, int port, String framers, List<Routed> routes)
            throws UnusableException {
        try {
            return new Listener(authority, port, framers, routes);
        } catch (IOException e) {
            throw new UnusableException("port " + port + " is taken: give another --port", e);
        }
    }

    /// Tells the server that all sessions of this device are over; does not wait long.
    void farewell(MonotonicTime time) {
        sessions.revokeAll(Deadline.after(FAREWELL, time));
    }

    /// Returns `http://host:port`.
    String url() {
        return listener.url();
    }

    /// Returns the port on 127.0.0.1.
    int port() {
        return listener.port();
    }

    /// Returns the key that opens the shell.
    String shellKey() {
        return shellKey;
    }

    /// Returns where native apps knock.
    Path socket() {
        return socketPath;
    }

    /// Ends dialogs, polls and connections, and frees the data directory. What was acknowledged is on the disk
    /// already.
    @Override
    public void close() {
        dialogs.shutDown();
        events.close();
        Closing closing = new Closing();
        closing.with(data);
        closing.with(metrics);
        closing.with(delivery);
        closing.with(view);
        closing.with(revocations);
        closing.with(registration);
        // Before them: what still asks the server ends at once.
        closing.with(wire);
        closing.with(listener);
        closing.with(socket);
        closing.close();
    }
}
