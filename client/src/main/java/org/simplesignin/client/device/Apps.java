package org.simplesignin.client.device;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.protocol.device.RegisteredApps;

/// The registry of apps as the server last told it, kept on the disk so that a restart without the server knows its
/// callers. Thread-safe.
public final class Apps {
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final System.Logger LOG = System.getLogger(Apps.class.getName());

    private final AtomicFile file;
    private volatile RegisteredApps apps;

    /// Reads what was kept. A damaged file is as good as none: the server tells it again.
    public Apps(AtomicFile file) {
        this.file = file;
        this.apps = new RegisteredApps(List.of());
        try {
            byte[] bytes = file.read(MOST_BYTES).orElse(null);
            if (bytes != null) {
                apps = usable(Json.read(bytes, RegisteredApps.class, MOST_BYTES));
            }
        } catch (IOException | MalformedMessageException e) {
            LOG.log(Level.WARNING, "apps.json cannot be read; the server will be asked for it", e);
        }
    }

    /// Takes over the registry of the server; entries whose id or origins are malformed are left out.
    ///
    /// @return whether anything changed
    public synchronized boolean replace(RegisteredApps told) {
        RegisteredApps next = usable(told);
        if (next.equals(apps)) {
            return false;
        }
        apps = next;
        try {
            file.write(Json.write(next));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "apps.json cannot be written; it is used until the client stops", e);
        }
        return true;
    }

    /// Returns all apps, in the server's order.
    public List<RegisteredApp> all() {
        return apps.apps();
    }

    /// Returns the app of this id, or empty.
    public Optional<RegisteredApp> app(AppId id) {
        return apps.apps().stream().filter(app -> app.app().equals(id.value())).findFirst();
    }

    /// Returns whether any app serves from this origin.
    public boolean isWebOrigin(String origin) {
        return apps.apps().stream().anyMatch(app -> app.webOrigins().contains(origin));
    }

    private static RegisteredApps usable(RegisteredApps told) {
        return new RegisteredApps(told.apps().stream().filter(Apps::isUsable).toList());
    }

    private static boolean isUsable(RegisteredApp app) {
        boolean usable = AppId.isAppId(app.app())
                && app.webOrigins().stream()
                        .allMatch(origin -> Origin.parse(origin).isPresent());
        if (!usable) {
            LOG.log(Level.WARNING, "an app of the registry is left out: its id or a web origin is malformed");
        }
        return usable;
    }
}
