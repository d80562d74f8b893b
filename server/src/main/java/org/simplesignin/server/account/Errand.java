package org.simplesignin.server.account;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.Next;

/// What a browser is in the middle of: it asked for a code and has not finished.
///
/// @param customer whose account it is about; one that is not there yet where somebody signs up
/// @param email where the code went
/// @param next where to go afterwards
record Errand(Codes.Purpose purpose, MailCodeId code, CustomerId customer, MailAddress email, Next next) {
    private static final int PARTS = 5;

    byte[] bytes() {
        return String.join("\n", purpose.name(), code.value(), customer.value(), email.value(), next.path())
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Returns the errand of these bytes, which came out of a sealed cookie.
    static Errand of(byte[] bytes) {
        List<String> parts = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (parts.size() != PARTS) {
            throw new IllegalArgumentException("an errand has five parts");
        }
        return new Errand(
                Codes.Purpose.valueOf(parts.get(0)),
                new MailCodeId(parts.get(1)),
                new CustomerId(parts.get(2)),
                new MailAddress(parts.get(3)),
                new Next(parts.get(4)));
    }

    @Override
    public String toString() {
        return "Errand[redacted]";
    }
}
