package org.simplesignin.server.link;

import java.util.Arrays;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkSigningKey;

/// Wraps and opens link signing keys, each bound to its link, customer and identity provider (T10, T11). Thread-safe.
public final class SigningKeyVault {
    private final WrappingKeys wrappingKeys;

    /// Makes one that wraps under these keys.
    public SigningKeyVault(WrappingKeys wrappingKeys) {
        this.wrappingKeys = wrappingKeys;
    }

    Wrapped wrap(LinkSigningKey key, LinkId link, CustomerId customer, IdentityProviderName identityProviderName) {
        byte[] pkcs8 = key.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        try {
            return wrappingKeys.wrap(pkcs8, boundTo(link, customer, identityProviderName));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// Opens the key of a stored link.
    ///
    /// @throws UnwrapException where it is not this link's
    LinkSigningKey open(StoredLink stored) {
        Link link = stored.link();
        byte[] pkcs8 = wrappingKeys.unwrap(
                stored.secrets().signingKey(), boundTo(link.id(), link.customer(), link.identityProviderName()));
        try {
            return LinkSigningKey.parseOwnPkcs8(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static BoundTo boundTo(LinkId link, CustomerId customer, IdentityProviderName identityProviderName) {
        return BoundTo.of("link-signing-key", link.value(), customer.value(), identityProviderName.value());
    }
}
