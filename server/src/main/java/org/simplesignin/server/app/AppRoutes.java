package org.simplesignin.server.app;

import java.util.Base64;
import java.util.List;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.tokens.AppKey;

/// The registry for devices, and the public keys for partner backends and icons for pages, which need no session.
public final class AppRoutes {
    private final Registry registry;
    private final AppKeyRing keys;

    /// Makes the routes.
    public AppRoutes(Registry registry, AppKeyRing keys) {
        this.registry = registry;
        this.keys = keys;
    }

    /// Adds them to the table.
    public void addTo(Routes routes, DeviceGuard guard) {
        routes.add("GET", DeviceApi.APPS, guard.protect((caller, call) -> Answer.json(registered())));
        routes.add("GET", "/apps/{app}/app-keys", this::keySet);
        routes.add("GET", "/apps/{app}/app-key.pem", this::pem);
        routes.add("GET", "/apps/{app}/icon", this::icon);
    }

    private RegisteredApps registered() {
        List<RegisteredApp> apps = registry.apps().stream()
                .filter(app -> !app.blocked())
                .map(App::registered)
                .toList();
        return new RegisteredApps(apps);
    }

    private Answer keySet(Call call) {
        // Each key writes its own JSON Web Key (RFC 7517 §5); the set around it needs no codec.
        List<String> jwks = publicKeys(call).stream().map(AppKey::toJwk).toList();
        return Answer.text("application/jwk-set+json", "{\"keys\":[" + String.join(",", jwks) + "]}");
    }

    private Answer pem(Call call) {
        return Answer.text("application/x-pem-file", publicKeys(call).getLast().toPem());
    }

    /// The icon for the customer's pages, which show it as an image and in no other way.
    private Answer icon(Call call) {
        Icon icon = registry.named(call.pathParameter("app")).icon();
        if (icon == null) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "The app has no icon");
        }
        call.answerHeader("Cache-Control", "public, max-age=3600");
        // Opened on its own, an SVG would be a document of this origin.
        call.answerHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        return Answer.bytes(icon.mediaType(), Base64.getDecoder().decode(icon.base64()));
    }

    private List<AppKey> publicKeys(Call call) {
        return keys.publicKeys(registry.named(call.pathParameter("app")).id());
    }
}
