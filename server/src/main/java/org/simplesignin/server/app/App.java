package org.simplesignin.server.app;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;

/// An app of the registry.
///
/// @param identityProviderName whose accounts it signs in; one app has one identity provider
/// @param webOrigins the exact origins of the web app; the first is launched unless a device says otherwise
/// @param nativeApp whether it may also call from a device's Unix socket
/// @param blocked whether the operator has blocked it (T12)
public record App(
        AppId id,
        String name,
        String publisher,
        IdentityProviderName identityProviderName,
        @Nullable Icon icon,
        List<String> webOrigins,
        boolean nativeApp,
        boolean blocked) {
    /// Copies the list and refuses absent mandatory parts.
    public App {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        webOrigins = List.copyOf(webOrigins);
    }

    /// Returns what devices are told of it.
    RegisteredApp registered() {
        return new RegisteredApp(
                id.value(), name, publisher, identityProviderName.value(), icon, webOrigins, nativeApp);
    }
}
