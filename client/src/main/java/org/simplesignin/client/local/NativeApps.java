package org.simplesignin.client.local;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.simplesignin.client.call.Caller;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.protocol.device.RegisteredApp;

/// Which user of the system each native app runs as. The package installer of a device gives every app a user of its
/// own; two apps under one user could not be told apart (design/security.md T6), so that is refused. Immutable.
public final class NativeApps {
    private final Apps apps;
    private final Map<UserPrincipal, Installed> installed;

    private record Installed(AppId app, long uid) {}

    private NativeApps(Apps apps, Map<UserPrincipal, Installed> installed) {
        this.apps = apps;
        this.installed = Map.copyOf(installed);
    }

    /// Returns the mapping.
    ///
    /// @throws UnusableException where two apps share a user, or the system does not know users
    public static NativeApps of(Map<AppId, Long> uids, Apps apps) throws UnusableException {
        Set<Long> seen = new HashSet<>();
        Map<UserPrincipal, Installed> installed = new HashMap<>();
        UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
        for (Map.Entry<AppId, Long> entry : uids.entrySet()) {
            long uid = entry.getValue();
            if (!seen.add(uid)) {
                throw new UnusableException("--native-app: two apps have the uid " + uid + ", give each its own");
            }
            try {
                // A number that is no user's name stands for that uid; principals are equal by uid.
                installed.put(users.lookupPrincipalByName(Long.toString(uid)), new Installed(entry.getKey(), uid));
            } catch (IOException e) {
                throw new UnusableException("--native-app: the uid " + uid + " cannot be looked up", e);
            }
        }
        return new NativeApps(apps, installed);
    }

    /// Returns who runs as this user, or empty where it is no app that is registered for the socket.
    Optional<Caller> caller(UserPrincipal user) {
        Installed found = installed.get(user);
        return found == null
                ? Optional.empty()
                : apps.app(found.app())
                        .filter(RegisteredApp::nativeApp)
                        .map(app -> new Caller.Native(app, found.uid()));
    }
}
