package org.simplesignin.client.device;

import org.simplesignin.protocol.Limits;

/// The id of a link, made by the server.
///
/// @param value 22 to 64 characters of base64url
public record LinkId(String value) {
    /// Refuses what cannot be a link's id.
    public LinkId {
        if (!Limits.isRandomId(value)) {
            throw new IllegalArgumentException("not a link id");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
