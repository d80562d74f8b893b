package org.simplesignin.client.shell;

import java.util.Objects;
import java.util.Optional;
import org.simplesignin.client.presenter.DialogScreen;
import org.simplesignin.client.theme.Theme;

/// What the maker of the device decides about its look.
///
/// @param preview whether `/preview` shows the dialogs to whoever opens it; off on what is sold
/// @param dialogs what draws the dialogs in place of the shell's pages; absent for the pages
public record Look(Theme theme, boolean preview, Optional<DialogScreen> dialogs) {
    /// As the pages are built, without a preview.
    public static final Look PLAIN = new Look(Theme.NONE, false);

    /// Refuses absent members with a [NullPointerException].
    public Look {
        Objects.requireNonNull(theme, "theme");
        Objects.requireNonNull(dialogs, "dialogs");
    }

    /// Makes one whose dialogs are drawn by the shell's pages.
    public Look(Theme theme, boolean preview) {
        this(theme, preview, Optional.empty());
    }

    /// Returns the same with dialogs of the maker's own.
    public Look drawnBy(DialogScreen screen) {
        return new Look(theme, preview, Optional.of(screen));
    }
}
