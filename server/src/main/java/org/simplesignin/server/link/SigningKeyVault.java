package org.simplesignin.server.link;

import java.util.Arrays;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkSigningKey;

/// Seals and opens link signing keys under the key of their customer, each bound to its link and identity provider
/// (T10, T11). When the customer is deleted they open no more, in no copy of the database (T17). Thread-safe.
public final class SigningKeyVault {
    private final CustomerKeys customerKeys;

    /// Makes one that seals under these keys.
    public SigningKeyVault(CustomerKeys customerKeys) {
        this.customerKeys = customerKeys;
    }

    Wrapped seal(LinkSigningKey key, LinkId link, CustomerId customer, IdentityProviderName identityProviderName) {
        byte[] pkcs8 = key.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        try {
            return customerKeys.seal(customer, boundTo(link, identityProviderName), pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// Opens the key of a stored link.
    ///
    /// @throws UnwrapException where it is not this link's
    /// @throws org.simplesignin.server.keys.CustomerGoneException where the customer was deleted meanwhile
    LinkSigningKey open(StoredLink stored) {
        Link link = stored.link();
        byte[] pkcs8 = customerKeys.open(
                link.customer(), stored.secrets().signingKey(), boundTo(link.id(), link.identityProviderName()));
        try {
            return LinkSigningKey.parseOwnPkcs8(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static BoundTo boundTo(LinkId link, IdentityProviderName identityProviderName) {
        return BoundTo.of("link-signing-key", link.value(), identityProviderName.value());
    }
}
