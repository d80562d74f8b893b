package org.simplesignin.server.account;

import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.page.Cookies;

/// Keeps errands in the browsers that are on them, sealed: the database has no address of anybody who is not a
/// customer, and a code is of use only where it was asked for. Thread-safe.
final class Errands {
    private static final Duration LIFE = Codes.LIFE.plus(Codes.AFTERWARDS);

    private final WrappingKeys keys;

    Errands(WrappingKeys keys) {
        this.keys = keys;
    }

    void keep(Call call, Errand errand) {
        byte[] sealed = keys.wrap(errand.bytes(), boundTo(errand.purpose())).bytes();
        Cookies.set(
                call,
                cookie(errand.purpose()),
                Base64.getUrlEncoder().withoutPadding().encodeToString(sealed),
                LIFE);
    }

    /// Returns the errand of this browser, or empty where it is on none.
    Optional<Errand> errand(Call call, Codes.Purpose purpose) {
        return Cookies.read(call, cookie(purpose)).flatMap(value -> open(value, purpose));
    }

    private Optional<Errand> open(String value, Codes.Purpose purpose) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(value);
            return Optional.of(Errand.of(keys.unwrap(Wrapped.of(sealed), boundTo(purpose))));
        } catch (UnwrapException | IllegalArgumentException e) {
            // Made by somebody else, or under a key that is no more: then there is no errand.
            return Optional.empty();
        }
    }

    void forget(Call call, Codes.Purpose purpose) {
        Cookies.delete(call, cookie(purpose));
    }

    private static String cookie(Codes.Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static BoundTo boundTo(Codes.Purpose purpose) {
        return BoundTo.of("errand", purpose.name());
    }
}
