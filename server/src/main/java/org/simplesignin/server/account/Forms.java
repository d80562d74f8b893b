package org.simplesignin.server.account;

import java.util.Optional;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.Next;

/// Reads what the forms of this package send. A field that is missing is empty.
final class Forms {
    private static final int MOST_SHOWN = 320;

    private Forms() {}

    static String text(Call call, String field) {
        return call.form().getOrDefault(field, "");
    }

    /// Returns what was typed, to be shown again.
    static String again(Call call, String field) {
        String text = text(call, field);
        return text.length() > MOST_SHOWN ? "" : text;
    }

    static Optional<MailAddress> email(Call call) {
        return MailAddress.parse(text(call, "email"));
    }

    /// Returns the page to go to afterwards, from the form or the query.
    static Next next(Call call) {
        return Next.parse(
                call.method().equals("GET")
                        ? call.queryParameter("next")
                        : Optional.ofNullable(call.form().get("next")));
    }
}
