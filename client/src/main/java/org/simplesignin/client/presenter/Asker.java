package org.simplesignin.client.presenter;

import java.util.Objects;
import java.util.Optional;
import org.simplesignin.client.dialog.Dialog;
import org.simplesignin.client.dialog.LoginNames;
import org.simplesignin.protocol.device.Icon;

/// Who asks, as the registry has it, and who is asked: one line each, without characters that hide or turn text.
///
/// @param customer the display name
/// @param language the language tag of the device, such as `fr-CA`
public record Asker(String app, String publisher, Optional<Icon> icon, String customer, String language) {
    /// Refuses absent members with a [NullPointerException].
    public Asker {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(icon, "icon");
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(language, "language");
    }

    static Asker of(Dialog dialog, String language) {
        return new Asker(
                LoginNames.clean(dialog.app().name()),
                LoginNames.clean(dialog.app().publisher()),
                Optional.ofNullable(dialog.app().icon()),
                LoginNames.clean(dialog.customer().displayName()),
                language);
    }
}
