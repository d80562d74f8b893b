package org.simplesignin.client.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.call.Caller;
import org.simplesignin.client.call.Foreground;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.protocol.device.RegisteredApp;

/// Which web app the shell has in front, and the ticket that proves it (design/security.md T5, T7). A ticket lives as
/// long as its launch; the next launch and Home end it. While no web app is launched, a native app has the screen.
/// Thread-safe.
public final class Launches implements Foreground {
    private final Apps apps;
    private final Map<AppId, String> startUrls;
    private final RandomGenerator random;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Launch current;

    /// A web app in front.
    ///
    /// @param url where it starts
    /// @param ticket a secret between the shell, this app's page and the client
    record Launch(AppId app, String url, Origin origin, String ticket) {
        @Override
        public String toString() {
            return "Launch[app=" + app + ", ticket=[redacted]]";
        }
    }

    /// @param startUrls where this device starts an app, if not at its first web origin
    public Launches(Apps apps, Map<AppId, String> startUrls, RandomGenerator random) {
        this.apps = apps;
        this.startUrls = Map.copyOf(startUrls);
        this.random = random;
    }

    /// Adds a listener, told after what is in front has changed.
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /// Returns where an app starts on this device, or empty where it cannot be launched: it is no web app, or this
    /// device's start URL for it is not at one of its registered origins.
    Optional<String> startUrl(RegisteredApp app) {
        if (app.webOrigins().isEmpty()) {
            return Optional.empty();
        }
        String url =
                startUrls.getOrDefault(new AppId(app.app()), app.webOrigins().getFirst() + "/");
        return Origin.ofUrl(url)
                .filter(origin -> app.webOrigins().contains(origin.value()))
                .map(ignored -> url);
    }

    /// Brings an app to the front with a new ticket; what was there before loses its own.
    Optional<Launch> launch(RegisteredApp app) {
        Optional<Launch> launch = startUrl(app)
                .flatMap(url -> Origin.ofUrl(url)
                        .map(origin -> new Launch(new AppId(app.app()), url, origin, Secrets.generate(random))));
        launch.ifPresent(next -> {
            current = next;
            listeners.forEach(Runnable::run);
        });
        return launch;
    }

    /// Sends the app in front away: Home.
    void end() {
        if (current != null) {
            current = null;
            listeners.forEach(Runnable::run);
        }
    }

    /// Returns the app in front, or empty.
    Optional<AppId> inFront() {
        return Optional.ofNullable(current).map(Launch::app);
    }

    /// Returns who calls with this origin and ticket, or empty where they are not those of the app in front, or
    /// that app is no longer registered.
    public Optional<Caller> caller(Origin origin, String ticket) {
        Launch launch = current;
        if (launch == null || !launch.origin().equals(origin) || !Secrets.equal(launch.ticket(), ticket)) {
            return Optional.empty();
        }
        return apps.app(launch.app())
                .filter(app -> app.webOrigins().contains(origin.value()))
                .map(app -> new Caller.Web(app, origin));
    }

    @Override
    public boolean isInFront(Caller caller) {
        Launch launch = current;
        return switch (caller) {
            case Caller.Web web ->
                launch != null
                        && launch.app().equals(web.id())
                        && launch.origin().equals(web.origin());
            case Caller.Native ignored -> launch == null;
        };
    }
}
