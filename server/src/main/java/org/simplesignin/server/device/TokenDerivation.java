package org.simplesignin.server.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.keys.KeyedHash;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.keys.WrappingKeys;

/// Derives the tokens of a session from the secret that is spent for them: HMAC-SHA-256 under a secret of this server,
/// which all its nodes share. So an answer that was lost can be given again at any time, by every node, to the letter,
/// and nothing in the clear is stored for it. Thread-safe.
///
/// ```
/// enrolment secret or device code → first refresh token → its successor → …
///                                 ↘ first access token  ↘ access token
/// ```
/// A refresh token is 128 bits of the hash and their seal, the first half of another hash. So a token that was issued
/// once, and is not known any more, can be told from one that somebody made up. Whoever has the device's token cannot
/// go along the chain without the secret, and whoever has the database cannot without both.
public final class TokenDerivation {
    /// The name under which the secret is stored.
    private static final String SECRET_NAME = "session-tokens";

    private static final int VALUE_BYTES = 16;

    private final KeyedHash hash;

    private TokenDerivation(KeyedHash hash) {
        this.hash = hash;
    }

    /// What tokens are derived from.
    enum Origin {
        ENROLMENT_SECRET,
        DEVICE_CODE,
        REFRESH_TOKEN
    }

    /// The tokens of one answer.
    record Pair(SessionToken access, SessionToken refresh) {}

    /// Opens the stored secret, or makes it at the first start.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException where it does not open under the
    /// wrapping keys
    public static TokenDerivation open(ServerSecrets secrets, WrappingKeys wrappingKeys, SecureRandom random) {
        return new TokenDerivation(KeyedHash.underServerSecret(SECRET_NAME, secrets, wrappingKeys, random));
    }

    /// Returns the tokens that a refresh token is spent for.
    Pair successor(SessionToken refresh) {
        return tokens(Origin.REFRESH_TOKEN, refresh.customer(), refresh.device(), refresh.value());
    }

    /// Returns the tokens that this secret of this device is spent for.
    Pair tokens(Origin origin, CustomerId customer, DeviceId device, String secret) {
        byte[] access = of("access", origin, customer, device, secret);
        byte[] value = Arrays.copyOf(of("refresh", origin, customer, device, secret), VALUE_BYTES);
        byte[] refresh = ByteBuffer.allocate(SessionToken.SECRET_BYTES)
                .put(value)
                .put(seal(customer, device, value))
                .array();
        return new Pair(SessionToken.of(customer, device, access), SessionToken.of(customer, device, refresh));
    }

    /// Returns the id of the device that this enrolment secret registers: the same for each repetition, which has
    /// nothing else to find the device by.
    DeviceId enrolled(String enrolmentSecret) {
        byte[] full = hash.of(ascii("enrolled-device"), utf8(enrolmentSecret));
        return DeviceId.ofBytes(Arrays.copyOf(full, VALUE_BYTES));
    }

    /// Returns whether this refresh token was issued by this server once. Tokens of versions that drew them at random
    /// are not known by it.
    boolean wasIssued(SessionToken refresh) {
        byte[] secret = refresh.secret();
        byte[] seal = Arrays.copyOfRange(secret, VALUE_BYTES, secret.length);
        return MessageDigest.isEqual(
                seal, seal(refresh.customer(), refresh.device(), Arrays.copyOf(secret, VALUE_BYTES)));
    }

    private byte[] seal(CustomerId customer, DeviceId device, byte[] value) {
        byte[] full = hash.of(ascii("refresh-seal"), customer.bytes(), device.bytes(), value);
        return Arrays.copyOf(full, SessionToken.SECRET_BYTES - VALUE_BYTES);
    }

    private byte[] of(String label, Origin origin, CustomerId customer, DeviceId device, String secret) {
        return hash.of(ascii(label), ascii(origin.name()), customer.bytes(), device.bytes(), utf8(secret));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenDerivation[redacted]";
    }
}
