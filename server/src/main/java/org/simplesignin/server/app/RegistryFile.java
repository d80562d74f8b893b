package org.simplesignin.server.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.server.config.Fields;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;

/// Reads the registry file: identity providers and apps. Whatever is wrong is named by its place, and nothing of the
/// file is used then.
public final class RegistryFile {
    private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int NAME_CHARS = 64;
    private static final int MOST_APPS = 1000;
    private static final int MOST_ORIGINS = 16;

    private RegistryFile() {}

    /// Returns the registry of this file; icons are looked for beside it.
    ///
    /// @throws UnusableConfigurationException with the place, the field and the rule
    public static Registry read(Path file) {
        Fields top = Fields.read(file);
        Set<String> providers = providers(top);
        Map<String, App> apps = new LinkedHashMap<>();
        Map<String, String> originOwners = new LinkedHashMap<>();
        for (Fields fields : top.objects("apps")) {
            App app = app(fields, providers, file.toAbsolutePath().resolveSibling("."));
            if (apps.put(app.id().value(), app) != null) {
                throw fields.problem("app", "is there twice");
            }
            for (String origin : app.webOrigins()) {
                // The origin tells a device which app is calling: it can belong to one only (T5).
                if (originOwners.put(origin, app.id().value()) != null) {
                    throw fields.problem("webOrigins", "has an origin that is there twice");
                }
            }
        }
        top.end();
        if (apps.isEmpty() || apps.size() > MOST_APPS) {
            throw top.problem("apps", "must be a list of 1 to " + MOST_APPS + " apps");
        }
        return new Registry(apps.values());
    }

    private static Set<String> providers(Fields top) {
        Set<String> names = new TreeSet<>();
        for (Fields fields : top.objects("identityProviders")) {
            String name = fields.text(
                    "identityProviderName",
                    Limits.IDENTITY_PROVIDER_NAME_CHARS,
                    Limits::isIdentityProviderName,
                    "must match [a-z0-9][a-z0-9._-]*");
            fields.text("name", NAME_CHARS);
            fields.end();
            if (!names.add(name)) {
                throw fields.problem("identityProviderName", "is there twice");
            }
        }
        return names;
    }

    private static App app(Fields fields, Set<String> providers, Path directory) {
        App app = new App(
                AppId.of(fields.text("app", 64, id -> APP.matcher(id).matches(), "must match " + APP)),
                fields.text("name", NAME_CHARS, RegistryFile::isShowable, "must not have control characters"),
                fields.text("publisher", NAME_CHARS, RegistryFile::isShowable, "must not have control characters"),
                IdentityProviderName.of(fields.text(
                        "identityProviderName",
                        Limits.IDENTITY_PROVIDER_NAME_CHARS,
                        providers::contains,
                        "must be one of the identityProviders of this file")),
                icon(fields, directory),
                webOrigins(fields),
                fields.flag("nativeApp", false),
                fields.flag("blocked", false));
        fields.end();
        if (app.webOrigins().isEmpty() && !app.nativeApp()) {
            throw fields.problem("webOrigins", "is empty and nativeApp is false: nobody could call as this app");
        }
        return app;
    }

    private static @Nullable Icon icon(Fields fields, Path directory) {
        String name = fields.optionalText("icon", 256);
        return name == null ? null : IconFile.read(fields, directory, name);
    }

    private static List<String> webOrigins(Fields fields) {
        List<String> origins = new ArrayList<>(fields.texts("webOrigins"));
        if (origins.size() > MOST_ORIGINS) {
            throw fields.problem("webOrigins", "must have at most " + MOST_ORIGINS + " origins");
        }
        if (!origins.stream().allMatch(RegistryFile::isOrigin)) {
            throw fields.problem(
                    "webOrigins",
                    "must be origins as browsers write them, https://host or https://host:port without a path;"
                            + " http:// for localhost only");
        }
        return origins;
    }

    /// Dialogs show these texts, so characters that reorder or hide others are refused (T12).
    private static boolean isShowable(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            String scheme = String.valueOf(uri.getScheme());
            if (host == null || uri.getPort() == 0 || uri.getPort() > 65535) {
                return false;
            }
            boolean defaultPort = uri.getPort() == (scheme.equals("https") ? 443 : 80);
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return (scheme.equals("https") || (scheme.equals("http") && isLoopback(host)))
                    && !defaultPort
                    && text.equals(scheme + "://" + host.toLowerCase(Locale.ROOT) + port);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("127.0.0.1");
    }
}
