package org.simplesignin.server.link;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.PartnerUserId;

/// An active link. Its key is `(customer, identityProviderName, partnerUserId)`.
///
/// @param app the app in which it was made; all apps of the identity provider share it
/// @param device the device on which it was made
/// @param lastUse when an SSI token was last minted for it, and where; null before the first
public record Link(
        LinkId id,
        CustomerId customer,
        IdentityProviderName identityProviderName,
        PartnerUserId partnerUserId,
        AppId app,
        DeviceId device,
        Instant linkedAt,
        @Nullable LinkUse lastUse) {
    /// Refuses absent mandatory parts with a [NullPointerException].
    public Link {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(partnerUserId, "partnerUserId");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(linkedAt, "linkedAt");
    }

    /// Returns the ids without the partner's account, which is personal.
    @Override
    public String toString() {
        return "Link[" + id + ", " + identityProviderName + "]";
    }
}
