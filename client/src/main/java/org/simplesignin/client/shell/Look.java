package org.simplesignin.client.shell;

import java.util.Objects;
import org.simplesignin.client.theme.Theme;

/// What the maker of the device decides about its look.
///
/// @param preview whether `/preview` shows the dialogs to whoever opens it; off on what is sold
public record Look(Theme theme, boolean preview) {
    /// As the pages are built, without a preview.
    public static final Look PLAIN = new Look(Theme.NONE, false);

    /// Refuses an absent theme with a [NullPointerException].
    public Look {
        Objects.requireNonNull(theme, "theme");
    }
}
