package org.simplesignin.server.page;

import java.time.Duration;
import java.util.Optional;
import org.simplesignin.server.http.Call;

/// Reads and sets the cookies of pages. Each is `__Host-…; Path=/; Secure; HttpOnly; SameSite=Lax`: for this host only,
/// never in the clear, out of reach for scripts, and not sent with a form of another site (RFC 6265bis §4.1.3.2).
/// Browsers take `Secure` from `localhost` and its sub-domains without TLS too.
///
/// `Lax` and not `Strict`: who comes from a link in a mail is signed in, and nothing is changed by a GET.
public final class Cookies {
    private static final String PREFIX = "__Host-";
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    private Cookies() {}

    /// Returns the value of this cookie; `name` is without its prefix.
    public static Optional<String> read(Call call, String name) {
        return call.cookie(PREFIX + name);
    }

    /// Sets this cookie until the browser is closed.
    ///
    /// @param value letters, digits, `-`, `_`, `.` only
    public static void set(Call call, String name, String value) {
        call.answerCookie(PREFIX + name + "=" + requireValue(value) + ATTRIBUTES);
    }

    /// Sets this cookie for this long.
    public static void set(Call call, String name, String value, Duration life) {
        call.answerCookie(PREFIX + name + "=" + requireValue(value) + "; Max-Age=" + life.toSeconds() + ATTRIBUTES);
    }

    /// Deletes this cookie.
    public static void delete(Call call, String name) {
        call.answerCookie(PREFIX + name + "=; Max-Age=0" + ATTRIBUTES);
    }

    private static String requireValue(String value) {
        if (!value.matches("[A-Za-z0-9._-]{1,1024}")) {
            throw new IllegalArgumentException("a cookie's value must be 1 to 1024 letters, digits, '-', '_' or '.'");
        }
        return value;
    }
}
