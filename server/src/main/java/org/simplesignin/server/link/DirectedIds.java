package org.simplesignin.server.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.ServerSecrets;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.DirectedDeviceId;
import org.simplesignin.tokens.IdentityProviderName;

/// What an identity provider knows a customer and a device by: one value for each provider, which two providers cannot
/// compare (specification §1). HMAC-SHA256 under a secret of this server, so nothing is stored for it. Thread-safe.
///
/// The secret is made once and must never change: the partners' link tokens hold the ids.
public final class DirectedIds {
    /// The name under which the secret is stored.
    public static final String SECRET_NAME = "directed-ids";

    private static final int SECRET_BYTES = 32;
    private static final BoundTo BOUND_TO = BoundTo.of("server-secret", SECRET_NAME);

    private final SecretKeySpec key;

    private DirectedIds(byte[] secret) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /// Opens the stored secret, or makes it at the first start.
    ///
    /// @throws UnusableConfigurationException where it does not open under the wrapping keys
    public static DirectedIds open(ServerSecrets secrets, WrappingKeys wrappingKeys, SecureRandom random) {
        Wrapped stored = secrets.secret(SECRET_NAME).orElseGet(() -> {
            byte[] fresh = new byte[SECRET_BYTES];
            random.nextBytes(fresh);
            return secrets.addOrExisting(SECRET_NAME, wrappingKeys.wrap(fresh, BOUND_TO));
        });
        try {
            byte[] secret = wrappingKeys.unwrap(stored, BOUND_TO);
            DirectedIds ids = new DirectedIds(secret);
            Arrays.fill(secret, (byte) 0);
            return ids;
        } catch (UnwrapException e) {
            throw new UnusableConfigurationException(
                    "the server's secrets do not open: restore the wrapping-keys.json that belongs to this database",
                    e);
        }
    }

    /// Returns what this identity provider knows the customer by.
    public AmazonUserId of(CustomerId customer, IdentityProviderName identityProviderName) {
        return AmazonUserId.of("u1." + mac("customer", customer.bytes(), identityProviderName));
    }

    /// Returns what this identity provider knows the device by.
    public DirectedDeviceId of(DeviceId device, IdentityProviderName identityProviderName) {
        return DirectedDeviceId.of("d1." + mac("device", device.bytes(), identityProviderName));
    }

    private String mac(String kind, byte[] id, IdentityProviderName identityProviderName) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            // Each part is led by its length: otherwise two pairs could have the same bytes.
            for (byte[] part : new byte[][] {ascii(kind), id, ascii(identityProviderName.value())}) {
                mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
                mac.update(part);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks HmacSHA256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
