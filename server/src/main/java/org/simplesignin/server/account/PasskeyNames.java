package org.simplesignin.server.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.session.CustomerSessions;

/// The name of a new passkey: what the customer typed, or the browser it was made in.
final class PasskeyNames {
    private PasskeyNames() {}

    static String of(Call call, @Nullable String typed) {
        Optional<String> name = Optional.ofNullable(typed)
                .flatMap(DisplayName::parse)
                .map(DisplayName::value)
                .filter(text -> text.length() <= Passkey.NAME_CHARS);
        String browser = CustomerSessions.browser(call);
        return name.orElse(browser.isEmpty() ? "Passkey" : browser);
    }
}
