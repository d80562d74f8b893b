package org.simplesignin.server.customerpage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.app.App;

/// An app as pages show it: everything of it comes from the registry.
///
/// @param icon the path of its icon, or null where it has none and its letter stands in
record AppView(
        String id, String name, String publisher, @Nullable String icon) {
    static AppView of(App app) {
        String id = app.id().value();
        return new AppView(id, app.name(), app.publisher(), app.icon() == null ? null : "/apps/" + id + "/icon");
    }

    /// Returns the letter that stands in for an icon.
    String letter() {
        return new String(Character.toChars(name.codePointAt(0))).toUpperCase(Locale.ROOT);
    }
}
