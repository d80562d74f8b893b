package org.simplesignin.server.customerpage;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.app.App;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;

/// What apps and one customer's devices are called, as of one request.
final class Names {
    private final Registry registry;
    private final Map<DeviceId, String> devices;

    Names(Registry registry, List<Registration> devices) {
        this.registry = registry;
        this.devices = devices.stream()
                .map(Registration::device)
                .collect(Collectors.toUnmodifiableMap(Device::id, Device::name));
    }

    /// Returns the app, or one that stands in where it is no longer registered.
    AppView app(AppId id, IdentityProviderName identityProviderName) {
        return registry.app(id).map(AppView::of).orElseGet(() -> {
            String name = identityProviderName.value();
            return new AppView(id.value(), name, name, null);
        });
    }

    /// Returns the app's name, or its id where it is no longer registered.
    String app(AppId id) {
        return registry.app(id).map(App::name).orElse(id.value());
    }

    /// Returns the names of all apps that share the links of this identity provider.
    String apps(IdentityProviderName identityProviderName) {
        List<String> names = registry.appNames(identityProviderName);
        return names.isEmpty() ? identityProviderName.value() : String.join(", ", names);
    }

    /// Returns the names of the other apps that share its links, or null where there is none.
    @Nullable
    String otherApps(AppId id, IdentityProviderName identityProviderName) {
        String others = registry.apps().stream()
                .filter(app -> app.identityProviderName().equals(identityProviderName))
                .filter(app -> !app.id().equals(id))
                .map(App::name)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? null : others;
    }

    /// Returns the device's name, or null where it was removed.
    @Nullable
    String device(DeviceId id) {
        return devices.get(id);
    }
}
