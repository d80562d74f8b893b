package org.simplesignin.server.link;

/// What came of storing a link.
public sealed interface LinkInsertion {
    /// The link is stored, now or by an earlier run of the same attempt: it has the link id that was offered.
    ///
    /// @param now whether this call stored it
    record Stored(Link link, boolean now) implements LinkInsertion {}

    /// Another active link has the same customer, identity provider and partner user. It was left as it is.
    record Existing(Link link) implements LinkInsertion {}

    /// The link id that was offered belongs to a link that has ended. Nothing was stored: an ended link is never
    /// revived.
    record Ended() implements LinkInsertion {}
}
