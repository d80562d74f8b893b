package org.simplesignin.protocol.device;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An app of the registry. What a dialog shows of an app comes from here, never from a request.
 *
 * @param webOrigins the exact origins of the web app; the first is launched unless the device says otherwise
 * @param nativeApp whether the app may also call from the Unix socket
 */
public record RegisteredApp(
        String app,
        String name,
        String publisher,
        String identityProviderName,
        @Nullable Icon icon,
        List<String> webOrigins,
        boolean nativeApp) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public RegisteredApp {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        webOrigins = List.copyOf(webOrigins);
    }
}
