package org.simplesignin.server.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.page.CsrfToken;
import org.simplesignin.server.page.SessionRef;

/// The value of a session's cookie: customer, session and 256 random bits, base64url, 86 characters. The ids in front
/// lead to the row without an index over all customers; the random bits are what must match. Prints as `[redacted]`.
final class SessionCookie {
    static final String NAME = "session";

    private static final int ID_BYTES = 16;
    private static final int RANDOM_BYTES = 32;
    private static final int BYTES = 2 * ID_BYTES + RANDOM_BYTES;

    private final CustomerId customer;
    private final SessionRef ref;
    private final String value;

    private SessionCookie(CustomerId customer, SessionRef ref, String value) {
        this.customer = customer;
        this.ref = ref;
        this.value = value;
    }

    /// Makes the cookie of a new session.
    static SessionCookie generate(CustomerId customer, SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return generate(customer, new SessionRef(HexFormat.of().formatHex(id)), random);
    }

    /// Makes another cookie of this session.
    static SessionCookie generate(CustomerId customer, SessionRef ref, SecureRandom random) {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(customer.bytes())
                .put(HexFormat.of().parseHex(ref.value()))
                .put(secret)
                .array();
        return new SessionCookie(
                customer, ref, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Returns the cookie of this value, or empty where it has not the form of one.
    static Optional<SessionCookie> parse(String value) {
        if (value.length() != (BYTES * 4 + 2) / 3) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(value);
            CustomerId customer = CustomerId.ofBytes(Arrays.copyOfRange(bytes, 0, ID_BYTES));
            SessionRef ref = new SessionRef(HexFormat.of().formatHex(bytes, ID_BYTES, 2 * ID_BYTES));
            return Optional.of(new SessionCookie(customer, ref, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    CustomerId customer() {
        return customer;
    }

    SessionRef ref() {
        return ref;
    }

    String value() {
        return value;
    }

    SecretHash hash() {
        return SecretHash.of(value);
    }

    /// Returns what the forms of this session carry: made from the cookie, so that a page shows nothing from which
    /// the cookie could be known.
    CsrfToken csrf() {
        return new CsrfToken(SecretHash.of("csrf." + value).hex());
    }

    @Override
    public String toString() {
        return "SessionCookie[redacted]";
    }
}
