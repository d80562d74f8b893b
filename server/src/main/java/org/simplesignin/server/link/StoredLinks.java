package org.simplesignin.server.link;

import java.util.List;
import org.simplesignin.tokens.LinkId;

/// The links of a customer at an identity provider with their secrets, all of the same moment.
///
/// @param links those that open, ordered by `linkedAt`, then by id
/// @param unreadable those whose row does not open: it is damaged, or was tampered with
public record StoredLinks(List<StoredLink> links, List<LinkId> unreadable) {
    /// Copies the lists.
    public StoredLinks {
        links = List.copyOf(links);
        unreadable = List.copyOf(unreadable);
    }
}
