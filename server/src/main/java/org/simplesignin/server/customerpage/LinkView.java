package org.simplesignin.server.customerpage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkUse;

/// A link as pages show it. Login names are never kept, so there is none.
///
/// @param otherApps the names of the other apps that share it, or null
/// @param device the name of the device on which it was made, or null where that was removed
/// @param lastUsedAt when a token was last minted for it, or null
/// @param lastUsedOn the name of the device for which that was, or null where that was removed or there was none
record LinkView(
        String id,
        AppView app,
        String identityProviderName,
        @Nullable String otherApps,
        @Nullable String device,
        Instant linkedAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedOn) {
    static LinkView of(Link link, Names names) {
        LinkUse lastUse = link.lastUse();
        return new LinkView(
                link.id().value(),
                names.app(link.app(), link.identityProviderName()),
                link.identityProviderName().value(),
                names.otherApps(link.app(), link.identityProviderName()),
                names.device(link.device()),
                link.linkedAt(),
                lastUse == null ? null : lastUse.at(),
                lastUse == null ? null : names.device(lastUse.device()));
    }
}
