package org.simplesignin.server.app;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;

/// The registered apps, in the order of the file. Immutable.
public final class Registry {
    private final Map<String, App> apps = new LinkedHashMap<>();

    Registry(Collection<App> apps) {
        apps.forEach(app -> this.apps.put(app.id().value(), app));
    }

    /// Returns all apps, blocked ones too.
    public List<App> apps() {
        return List.copyOf(apps.values());
    }

    /// Returns the app with this id.
    public Optional<App> app(AppId id) {
        return Optional.ofNullable(apps.get(id.value()));
    }

    /// Returns the app that a request names.
    ///
    /// @throws RefusedException `unknown_app` where there is none
    public App named(String id) {
        App app = apps.get(id);
        if (app == null) {
            throw new RefusedException(ProblemCode.UNKNOWN_APP, "Register the app with the operator of this server");
        }
        return app;
    }

    /// Returns the app that a request names together with its identity provider. An unknown identity provider and
    /// another app's are the same refusal: who is asking learns nothing about the registry.
    ///
    /// @throws RefusedException `unknown_app` or `wrong_provider`
    public App named(String id, String identityProviderName) {
        App app = named(id);
        if (!app.identityProviderName().value().equals(identityProviderName)) {
            throw new RefusedException(
                    ProblemCode.WRONG_PROVIDER, "Send the identityProviderName under which the app is registered");
        }
        return app;
    }

    /// Returns the names of the apps of this identity provider.
    public List<String> appNames(IdentityProviderName identityProviderName) {
        return apps.values().stream()
                .filter(app -> app.identityProviderName().equals(identityProviderName))
                .map(App::name)
                .toList();
    }
}
