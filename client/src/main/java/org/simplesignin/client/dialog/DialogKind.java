package org.simplesignin.client.dialog;

import java.util.Locale;

/// The two dialogs.
public enum DialogKind {
    /// Asks for consent to a link.
    CONSENT,
    /// Asks which linked account to sign in with.
    SELECTION;

    /// Returns the name in lower case, as in JSON.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
