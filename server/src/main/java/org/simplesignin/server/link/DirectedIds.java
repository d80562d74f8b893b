package org.simplesignin.server.link;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.keys.KeyedHash;
import org.simplesignin.server.keys.ServerSecrets;
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
    private static final String SECRET_NAME = "directed-ids";

    private final KeyedHash hash;

    private DirectedIds(KeyedHash hash) {
        this.hash = hash;
    }

    /// Opens the stored secret, or makes it at the first start.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException where it does not open under the
    /// wrapping keys
    public static DirectedIds open(ServerSecrets secrets, WrappingKeys wrappingKeys, SecureRandom random) {
        return new DirectedIds(KeyedHash.underServerSecret(SECRET_NAME, secrets, wrappingKeys, random));
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
        byte[] mac = hash.of(ascii(kind), id, ascii(identityProviderName.value()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
